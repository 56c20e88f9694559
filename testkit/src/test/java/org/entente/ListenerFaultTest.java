package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.entente.connection.Connection;
import org.entente.message.BasicMessage;
import org.entente.transport.inmemory.InMemoryNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the application's code does, it harms nobody (threat model R21). */
class ListenerFaultTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void aListenerThatThrowsIsToldTheNextChangeAndSoAreTheOthers() {
    try (World world = new World()) {
      Party alice = world.party("alice");
      Party bob = world.party("bob");
      List<String> told = new ArrayList<>();
      alice
          .connections()
          .onChanged(
              c -> {
                throw new IllegalStateException("the first listener");
              });
      alice
          .connections()
          .onChanged(
              c -> {
                told.add(c.state().toString());
                throw new AssertionError("the last listener");
              });

      World.Pair pair = world.connect(alice, bob);

      assertThat(pair.inviter().isEstablished()).isTrue();
      assertThat(told).hasSize(4);
      assertThat(alice.states()).hasSize(4);
    }
  }

  @Test
  void aHandlerThatThrowsIsGivenTheMessageAgainLaterAndInOrder() {
    try (World world = new World()) {
      Party alice = world.party("alice");
      Party bob = world.party("bob");
      World.Pair pair = world.connect(alice, bob);
      alice.handler().close();
      List<String> given = new ArrayList<>();
      alice
          .messages()
          .onReceived(
              BasicMessage.KIND,
              (from, text) -> {
                given.add(text.content());
                if (given.size() < 3) {
                  throw new IllegalStateException("not yet");
                }
              });

      bob.messages().send(pair.invitee().id(), new BasicMessage("one"));
      bob.messages().send(pair.invitee().id(), new BasicMessage("two"));
      world.run();
      assertThat(given).containsExactly("one");
      assertThat(bob.outbox()).isZero();
      world.pass(Duration.ofSeconds(10));

      assertThat(given).containsExactly("one", "one", "one", "two");
    }
  }

  @Test
  void aListenerMayCallItsAgent() {
    try (World world = new World()) {
      Party alice = world.party("alice");
      Party bob = world.party("bob");
      alice
          .connections()
          .onEstablished(c -> alice.messages().send(c.id(), new BasicMessage("Welcome")));

      world.connect(alice, bob);

      assertThat(bob.heard()).containsExactly("Welcome");
    }
  }

  @Test
  void aListenerHearsNothingAfterItsEnd() {
    try (World world = new World()) {
      Party alice = world.party("alice");
      List<Connection> told = new ArrayList<>();
      var registration = alice.connections().onChanged(told::add);
      alice.connections().invite();
      world.run();

      registration.close();
      alice.connections().invite();
      world.run();

      assertThat(told).hasSize(1);
    }
  }

  @Test
  void anExecutorThatIsShutDownStopsNothing() {
    try (World world = new World()) {
      ExecutorService executor = Executors.newSingleThreadExecutor();
      executor.shutdown();
      Party alice = world.party("alice", settings -> settings.executor(executor));
      Party bob = world.party("bob");

      World.Pair pair = world.connect(alice, bob);

      assertThat(pair.inviter().isEstablished()).isTrue();
      assertThat(alice.states()).hasSize(4);
    }
  }

  @Test
  @Timeout(120)
  void aListenerThatBlocksHoldsUpNobodyElse() throws Exception {
    try (InMemoryNetwork network = new InMemoryNetwork();
        Agent alice = Agent.builder("alice").transport(network.join("alice")).build();
        Agent bob = Agent.builder("bob").transport(network.join("bob")).build()) {
      CountDownLatch hold = new CountDownLatch(1);
      Connection slow = alice.connections().invite("slow");
      CompletableFuture<Connection> quick = new CompletableFuture<>();
      alice
          .connections()
          .onChanged(
              c -> {
                if (c.id().equals(slow.id())) {
                  await(hold);
                } else if (c.isEstablished()) {
                  quick.complete(c);
                }
              });
      bob.connections().accept(slow.invitation());
      alice.connections().awaitEstablished(slow.id(), LONG);

      bob.connections().accept(alice.connections().invite("quick").invitation());

      assertThat(quick.get(60, TimeUnit.SECONDS).isEstablished()).isTrue();
      hold.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
