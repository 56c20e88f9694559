package org.entente.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.testkit.Records.LEASE;
import static org.entente.testkit.Records.NOW;
import static org.entente.testkit.Records.connection;
import static org.entente.testkit.Records.event;
import static org.entente.testkit.Records.handled;
import static org.entente.testkit.Records.next;
import static org.entente.testkit.Records.outgoing;
import static org.entente.testkit.Records.seconds;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.entente.connection.ConnectionState;
import org.entente.storage.InMemoryStorage;
import org.entente.storage.Lease;
import org.entente.storage.QueuedMessage;
import org.entente.storage.StaleRecordException;
import org.entente.storage.Storage;
import org.entente.storage.StorageException;
import org.entente.storage.StoredConnection;
import org.entente.storage.StoredEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a {@link Storage} must do, as tests. Extend it, say how to open yours, and run it with
 * JUnit:
 *
 * <pre>{@code
 * final class RedisStorageTest extends StorageContract {
 *   @Override
 *   protected Storage openEmpty() {
 *     return new RedisStorage(freshDatabase());
 *   }
 * }
 * }</pre>
 *
 * <p>The name of each test begins with the number of its rule in {@link Storage}. There are no
 * exceptions to grant: override {@code reopen} if your storage outlives its process, and nothing
 * else.
 */
@Timeout(120)
public abstract class StorageContract extends StorageOutcomeRules {
  private static final int THREADS = 6;

  /** For subclasses. */
  protected StorageContract() {}

  @Test
  void s1_readersSeeAChangeWhole() throws Exception {
    AtomicBoolean written = new AtomicBoolean();
    commit(change -> change.connection(connection("c")).handled(handled("h1", NOW)));

    Race.run(
        3,
        number -> {
          if (number == 0) {
            StoredConnection connection = connection("c");
            for (int version = 2; version <= 100; version++) {
              connection =
                  next(connection, ConnectionState.INVITATION_GENERATED, "t" + version, "m");
              StoredConnection current = connection;
              commit(
                  change ->
                      change
                          .connection(current)
                          .handled(handled("h" + current.version(), NOW))
                          .add(outgoing("m" + current.version(), "c", NOW))
                          .event(event("c", current.version(), NOW)));
            }
            written.set(true);
          } else {
            while (!written.get()) {
              long version =
                  storage.findConnection(WALLET, "c").orElseThrow().connection().version();
              assertThat(storage.outcomeOf(WALLET, "h" + version)).isPresent();
              if (version > 1) {
                assertThat(storage.findQueued(WALLET, "m" + version)).isPresent();
                assertThat(storage.events(WALLET, 0, 1000))
                    .extracting(StoredEvent::sequence)
                    .contains(version);
                assertThat(storage.findConnection(WALLET, "did:peer:our-c", "t1")).isEmpty();
              }
            }
          }
        });
  }

  @Test
  void s2_ofManyCommitsOnOneVersionExactlyOneWins() throws Exception {
    StoredConnection connection = connection("c");
    commit(change -> change.connection(connection("c")));

    for (int round = 0; round < 40; round++) {
      StoredConnection next = next(connection, ConnectionState.INVITATION_GENERATED, "their", "m");
      AtomicInteger winners = new AtomicInteger();
      String prefix = "round " + round + " by ";
      Race.run(
          THREADS,
          number -> {
            try {
              commit(
                  change ->
                      change
                          .add(outgoing(prefix + number, "c", NOW))
                          .connection(next)
                          .event(event("c", number, NOW)));
              winners.incrementAndGet();
            } catch (StaleRecordException e) {
              assertThat(storage.findQueued(WALLET, prefix + number)).isEmpty();
            }
          });
      assertThat(winners).hasValue(1);
      connection = next;
    }

    assertThat(storage.events(WALLET, 0, 1000)).hasSize(40);
    assertThat(storage.countQueued(WALLET, QueuedMessage.Queue.OUTBOX, Optional.of("c"), 1000))
        .isEqualTo(40);
  }

  @Test
  void s3_ofManyWhoRecordOneMessageExactlyOneWins() throws Exception {
    for (int round = 0; round < 40; round++) {
      String key = "key " + round;
      AtomicInteger winners = new AtomicInteger();
      Race.run(
          THREADS,
          number -> {
            try {
              commit(change -> change.handled(handled(key, seconds(number))));
              winners.incrementAndGet();
            } catch (StaleRecordException e) {
              assertThat(storage.outcomeOf(WALLET, key)).isPresent();
            }
          });
      assertThat(winners).hasValue(1);
    }
  }

  @Test
  void s6_concurrentClaimsNeverHandAMessageToTwoOwners() throws Exception {
    for (int i = 0; i < 10; i++) {
      int block = i;
      commit(
          change -> {
            for (int j = 0; j < 30; j++) {
              String id = block + "-" + j;
              change.add(outgoing(id, "connection " + id, NOW));
            }
            return change;
          });
    }
    List<List<String>> claimed = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      claimed.add(new ArrayList<>());
    }

    Race.run(
        THREADS,
        number -> {
          Lease lease = new Lease("owner " + number, seconds(60));
          List<String> ids = claim(0, lease, 7);
          while (!ids.isEmpty()) {
            claimed.get(number).addAll(ids);
            ids = claim(0, lease, 7);
          }
        });

    assertThat(claimed.stream().flatMap(List::stream).toList())
        .hasSize(300)
        .doesNotHaveDuplicates();
  }

  @Test
  void s10_whoFollowsTheCursorMissesNothing() throws Exception {
    int perThread = 60;
    AtomicInteger running = new AtomicInteger(THREADS);
    List<StoredEvent> seen = new ArrayList<>();

    Race.run(
        THREADS + 1,
        number -> {
          if (number < THREADS) {
            for (int i = 1; i <= perThread; i++) {
              int sequence = i;
              commit(change -> change.event(event("c" + number, sequence, NOW)));
            }
            running.decrementAndGet();
            return;
          }
          long cursor = 0;
          boolean last;
          do {
            last = running.get() == 0;
            for (StoredEvent event : storage.events(WALLET, cursor, 1000)) {
              assertThat(event.cursor()).isGreaterThan(cursor);
              cursor = event.cursor();
              seen.add(event);
            }
          } while (!last);
        });

    assertThat(seen).hasSize(THREADS * perThread);
    for (int i = 0; i < THREADS; i++) {
      String connectionId = "c" + i;
      assertThat(seen.stream().filter(event -> event.connectionId().equals(connectionId)))
          .extracting(StoredEvent::sequence)
          .isSorted()
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void s12_aCallerThatIsInterruptedAThousandTimesHarmsNobody() throws Exception {
    AtomicBoolean interrupted = new AtomicBoolean();
    AtomicInteger committed = new AtomicInteger();

    Race.run(
        2,
        number -> {
          if (number == 1) {
            for (int i = 0; i < 200; i++) {
              assertThat(storage.findKey(WALLET, "none")).isEmpty();
            }
            return;
          }
          Thread victim =
              new Thread(
                  () -> {
                    while (!interrupted.get()) {
                      String id = "m" + committed.get();
                      commit(change -> change.add(outgoing(id, id, NOW)));
                      assertThat(queued(id).id()).isEqualTo(id);
                      claim(0, LEASE, 1);
                      committed.incrementAndGet();
                      Thread.interrupted();
                    }
                  });
          AtomicBoolean failed = new AtomicBoolean();
          victim.setUncaughtExceptionHandler((thread, failure) -> failed.set(true));
          victim.start();
          for (int i = 0; i < 1000; i++) {
            victim.interrupt();
            LockSupport.parkNanos(100_000);
          }
          interrupted.set(true);
          victim.join();
          assertThat(failed).isFalse();
        });

    assertThat(storage.problem()).isEmpty();
    assertThat(committed.get()).isPositive();
    commit(change -> change.handled(handled("afterwards", NOW)));
    assertThat(storage.outcomeOf(WALLET, "afterwards")).isPresent();
  }

  @Test
  void s12_aCallThatFindsItsThreadInterruptedWorksAndLeavesItSo() {
    Thread.currentThread().interrupt();
    boolean stillInterrupted;
    try {
      commit(change -> change.add(outgoing("m", "c", NOW)));
      assertThat(ids(storage.claim(WALLET, NOW, LEASE, 1))).containsExactly("m");
      assertThat(storage.findQueued(WALLET, "m")).isPresent();
    } finally {
      stillInterrupted = Thread.interrupted();
    }

    assertThat(stillInterrupted).isTrue();
  }

  @Test
  void s13_commitsUnderWayFinishOrAreRefusedWhenItCloses() throws Exception {
    List<Integer> done = new ArrayList<>();

    Race.run(
        2,
        number -> {
          if (number == 1) {
            while (true) {
              synchronized (done) {
                if (done.size() >= 20) {
                  break;
                }
              }
              Thread.onSpinWait();
            }
            storage.close();
            return;
          }
          try {
            for (int i = 0; i < 100_000; i++) {
              int sequence = i;
              commit(change -> change.event(event("c", sequence, NOW)));
              synchronized (done) {
                done.add(i);
              }
            }
          } catch (StorageException e) {
            assertThat(e).isExactlyInstanceOf(StorageException.class);
          }
        });

    restart();
    assertThat(storage.events(WALLET, 0, 100_000).size()).isBetween(done.size(), done.size() + 1);
  }

  @Test
  void aRandomHistoryLeavesWhatItLeavesInMemory() {
    for (long seed = 1; seed <= 4; seed++) {
      String wallet = "wallet of seed " + seed;
      try (InMemoryStorage model = new InMemoryStorage()) {
        StorageHistory history = new StorageHistory(wallet, seed, model, storage);
        for (int step = 0; step < 150; step++) {
          history.step();
        }
      }
    }
  }
}
