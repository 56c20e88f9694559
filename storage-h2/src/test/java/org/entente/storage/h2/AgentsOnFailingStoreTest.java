package org.entente.storage.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.entente.Agent;
import org.entente.connection.Connection;
import org.entente.message.BasicMessage;
import org.entente.storage.Storage;
import org.entente.storage.StorageException;
import org.entente.testkit.ManualClock;
import org.entente.testkit.ManualDriver;
import org.entente.transport.inmemory.InMemoryNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Agents connect and talk although the store of one of them fails on the way. */
@Timeout(300)
final class AgentsOnFailingStoreTest {
  /** More than a connection and two messages take. */
  private static final int MOST_WRITES = 60;

  @TempDir Path directory;

  @BeforeAll
  static void register() {
    FailingFileSystem.register();
  }

  @AfterEach
  void mend() {
    FailingFileSystem.mend();
  }

  @Test
  void theInvitersStoreFailsAtAnyWrite() {
    for (int after = 0; failsAt(after, true); after++) {
      assertThat(after).isLessThan(MOST_WRITES);
    }
  }

  @Test
  void theInviteesStoreFailsAtAnyWrite() {
    for (int after = 0; failsAt(after, false); after++) {
      assertThat(after).isLessThan(MOST_WRITES);
    }
  }

  @Test
  void theDatabaseIsClosedUnderneathAtEachStep() {
    Path base = directory.resolve("store");
    try (World world = new World(settings(base).create(), H2Storage.inMemory())) {
      Connection inviters = world.inviter.connections().invite();
      shutDown(base);
      Connection invitees = world.invitee.connections().accept(inviters.invitation());
      shutDown(base);
      world.settle();

      world.assertConnected(inviters, invitees);
      shutDown(base);
      world.talk(inviters, invitees);
    }
  }

  /** Whether the write that was to fail has come. */
  private boolean failsAt(int after, boolean atInviter) {
    Path base = directory.resolve((atInviter ? "inviter" : "invitee") + after);
    Storage failing = settings(base).create();
    Storage other = H2Storage.inMemory();
    try (World world = atInviter ? new World(failing, other) : new World(other, failing)) {
      long before = FailingFileSystem.writes();
      FailingFileSystem.failAfter(after, 1);

      Connection inviters = untilDone(() -> world.inviter.connections().invite("only"));
      Connection invitees =
          untilDone(
              () -> {
                List<Connection> earlier = world.invitee.connections().list().connections();
                return earlier.isEmpty()
                    ? world.invitee.connections().accept(inviters.invitation())
                    : earlier.get(0);
              });
      world.settle();

      world.assertConnected(inviters, invitees);
      world.talk(inviters, invitees);
      boolean came = FailingFileSystem.writes() - before > after;
      FailingFileSystem.mend();
      return came;
    }
  }

  /** The application tries again: a change that threw may have been written. */
  private static <T> T untilDone(Supplier<T> call) {
    for (int tries = 1; ; tries++) {
      try {
        return call.get();
      } catch (StorageException e) {
        assertThat(tries).isLessThan(5);
      }
    }
  }

  private static H2Settings settings(Path base) {
    return H2Storage.at(base).protector(TestKeys.protector());
  }

  private static void shutDown(Path base) {
    try (Session session = Database.inFile(base).connect()) {
      session.command("SHUTDOWN IMMEDIATELY").update();
    } catch (SQLException e) {
      assertThat(e.getErrorCode()).isNotZero();
    }
  }

  /** Two agents, in one thread. */
  private static final class World implements AutoCloseable {
    private final ManualClock clock = new ManualClock();
    private final ManualDriver driver = new ManualDriver(clock);
    private final InMemoryNetwork network = new InMemoryNetwork(1, driver::schedule);
    private final List<String> heard = new ArrayList<>();
    private final Agent inviter;
    private final Agent invitee;

    World(Storage invitersStorage, Storage inviteesStorage) {
      inviter = agent("inviter", invitersStorage);
      invitee = agent("invitee", inviteesStorage);
    }

    private Agent agent(String name, Storage storage) {
      Agent agent =
          Agent.builder(name)
              .clock(clock)
              .ticker(driver.ticker())
              .driver(driver.forAgent())
              .storage(storage)
              .transport(network.join(name))
              .build();
      var unused =
          agent.messages().onReceived(BasicMessage.KIND, (from, text) -> heard.add(text.content()));
      return agent;
    }

    void settle() {
      driver.run();
      driver.advance(Duration.ofMinutes(5));
    }

    void assertConnected(Connection inviters, Connection invitees) {
      assertThat(inviter.connections().get(inviters.id()).isEstablished()).isTrue();
      assertThat(invitee.connections().get(invitees.id()).isEstablished()).isTrue();
      assertThat(invitee.connections().list().connections()).hasSize(1);
    }

    void talk(Connection inviters, Connection invitees) {
      var unused =
          untilDone(() -> inviter.messages().send(inviters.id(), new BasicMessage("to invitee")));
      var unusedToo =
          untilDone(() -> invitee.messages().send(invitees.id(), new BasicMessage("to inviter")));
      settle();
      // one that was sent again is another message
      assertThat(heard).contains("to invitee", "to inviter").hasSizeBetween(2, 3);
    }

    @Override
    public void close() {
      inviter.close(Duration.ZERO);
      invitee.close(Duration.ZERO);
      network.close();
      assertThat(driver.failures()).isEmpty();
    }
  }
}
