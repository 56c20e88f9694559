package org.entente.examples.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.entente.Agent;
import org.entente.connection.Connection;
import org.entente.message.Invitation;
import org.entente.storage.InMemoryStorage;
import org.entente.storage.Storage;
import org.entente.transport.inmemory.InMemoryNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many handshakes at once: more with {@code -Dentente.handshakes.http=1000} and {@code
 * -Dentente.handshakes.memory=10000}.
 */
class LoadTest {
  private static final int OVER_HTTP = Integer.getInteger("entente.handshakes.http", 200);
  private static final int IN_MEMORY = Integer.getInteger("entente.handshakes.memory", 1_000);
  private static final long LONGEST_SECONDS = 60 + IN_MEMORY / 10L;

  /** What the virtual machine may need for itself. */
  private static final long SLACK_BYTES = 16L << 20;

  @Test
  void manyAtOnceBetweenTwoProcessesAllComeAbout(@TempDir Path directory) throws Exception {
    try (Pair pair = new Pair(directory, 0, new Random())) {
      pair.hold();
      pair.connect(OVER_HTTP);
      pair.progress().awaitInvited();
      long start = System.nanoTime();
      pair.handOver();
      pair.progress().awaitDone();
      report(OVER_HTTP + " handshakes over HTTP, with H2", start);
      pair.inviter().stop();
      pair.invitee().stop();

      Verdict.assertConnected(pair.inviter(), pair.invitee(), OVER_HTTP);
      assertThat(pair.inviter().errors()).as("threads left and warnings").isEmpty();
      assertThat(pair.invitee().errors()).as("threads left and warnings").isEmpty();
    }
  }

  @Test
  void manyAtOnceInMemoryLeaveNothingBehindButTheirRecords() throws Exception {
    connectAndClose(10); // what is loaded and kept for good is there from now on
    Set<Thread> threads = Thread.getAllStackTraces().keySet();
    long before = heap();

    Growth growth = connectTwice();

    long left = heap() - before;
    System.out.printf("heap: %s, %d KiB left at the end%n", growth, left >> 10);
    assertThat(growth.ofSecond()).isLessThan(growth.ofFirst() + growth.ofFirst() / 2 + SLACK_BYTES);
    assertThat(left).isLessThan(SLACK_BYTES);
    assertThat(threadsSince(threads)).isEmpty();
  }

  /** By how many bytes the heap has grown while the same agents were at work. */
  private record Growth(long ofFirst, long ofSecond) {}

  private static Growth connectTwice() throws Exception {
    try (InMemoryNetwork network = new InMemoryNetwork();
        Storage aliceStore = new InMemoryStorage();
        Storage bobStore = new InMemoryStorage()) {
      Growth growth;
      try (Agent alice = agent("alice", aliceStore, network);
          Agent bob = agent("bob", bobStore, network)) {
        long before = heap();
        connect(alice, bob, IN_MEMORY);
        long between = heap();
        connect(alice, bob, IN_MEMORY);
        growth = new Growth(between - before, heap() - between);
      }
      Verdict.assertNothingLeft(aliceStore);
      Verdict.assertNothingLeft(bobStore);
      return growth;
    }
  }

  private static void connectAndClose(int count) throws Exception {
    try (InMemoryNetwork network = new InMemoryNetwork();
        Agent alice = agent("alice", new InMemoryStorage(), network);
        Agent bob = agent("bob", new InMemoryStorage(), network)) {
      connect(alice, bob, count);
    }
  }

  private static Agent agent(String name, Storage storage, InMemoryNetwork network) {
    return Agent.builder(name).sharedStorage(storage).transport(network.join(name)).build();
  }

  private static void connect(Agent inviter, Agent invitee, int count) throws Exception {
    List<CompletableFuture<Connection>> established = new ArrayList<>();
    List<Invitation> invitations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Connection connection = inviter.connections().invite();
      invitations.add(connection.invitation());
      established.add(inviter.connections().whenEstablished(connection.id()));
    }
    long start = System.nanoTime();
    for (Invitation invitation : invitations) {
      String id = invitee.connections().accept(invitation).id();
      established.add(invitee.connections().whenEstablished(id));
    }
    CompletableFuture.allOf(established.toArray(CompletableFuture<?>[]::new))
        .get(LONGEST_SECONDS, TimeUnit.SECONDS);
    report(count + " handshakes in memory", start);
  }

  private static void report(String what, long start) {
    System.out.println(
        what + ": " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
  }

  private static long heap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Those that do not end within a while, of those that have come. */
  private static Stream<Thread> threadsSince(Set<Thread> before) throws InterruptedException {
    List<Thread> come = new ArrayList<>(Thread.getAllStackTraces().keySet());
    come.removeAll(before);
    for (Thread thread : come) {
      thread.join(TimeUnit.SECONDS.toMillis(20));
    }
    return come.stream().filter(Thread::isAlive);
  }
}
