package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionNotEstablishedException;
import org.entente.connection.ConnectionNotFoundException;
import org.entente.connection.ConnectionState;
import org.entente.message.BasicMessage;
import org.entente.transport.inmemory.InMemoryNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WaitingTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void waitingTurnsTheAgentsUntilTheConnectionIsEstablished() {
    World.Pair pair = world.accept(alice, bob);

    Connection established = bob.connections().awaitEstablished(pair.invitee().id(), LONG);

    assertThat(established.isEstablished()).isTrue();
    assertThat(bob.connections().awaitEstablished(pair.invitee().id(), LONG).isEstablished())
        .isTrue();
  }

  @Test
  void aStateThatIsLeftInTheSameCommitCanBeWaitedFor() {
    Connection atAlice = alice.connections().invite();
    CompletableFuture<Connection> established = alice.connections().whenEstablished(atAlice.id());
    bob.connections().accept(atAlice.invitation());

    Connection passing =
        alice.connections().await(atAlice.id(), ConnectionState.CONNECTION_REQUEST_RECEIVED, LONG);

    assertThat(passing.state()).isEqualTo(ConnectionState.CONNECTION_REQUEST_RECEIVED);
    world.run();
    assertThat(established).isCompletedWithValueMatching(Connection::isEstablished);
  }

  @Test
  void whenEstablishedIsDoneAtOnceForWhatIsEstablished() {
    World.Pair pair = world.connect(alice, bob);

    CompletableFuture<Connection> established =
        alice.connections().whenEstablished(pair.inviter().id());
    world.run();

    assertThat(established).isCompletedWithValueMatching(Connection::isEstablished);
  }

  @Test
  void unknownConnectionsAreNotWaitedFor() {
    assertThatThrownBy(() -> bob.connections().awaitEstablished("nobody", LONG))
        .isInstanceOf(ConnectionNotFoundException.class);
    assertThatThrownBy(() -> bob.connections().whenEstablished("nobody"))
        .isInstanceOf(ConnectionNotFoundException.class);
    assertThatThrownBy(() -> bob.connections().get("nobody"))
        .isInstanceOf(ConnectionNotFoundException.class);
    assertThat(bob.connections().find("nobody")).isEmpty();
  }

  @Test
  void waitingByHandSaysWhenNothingIsReady() {
    Connection atAlice = alice.connections().invite();

    assertThatThrownBy(() -> alice.connections().awaitEstablished(atAlice.id(), LONG))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nothing is ready");
  }

  @Test
  void aWaitEndsWhenTheAgentIsClosed() {
    Connection atAlice = alice.connections().invite();
    CompletableFuture<Connection> established = alice.connections().whenEstablished(atAlice.id());

    alice.agent().close(Duration.ZERO);
    world.run();

    assertThat(established).isCompletedExceptionally();
    assertThatThrownBy(established::join).hasCauseInstanceOf(AgentClosedException.class);
  }

  @Test
  @Timeout(100)
  void aWaitWithThreadsSaysHowFarItCameWhenTimeIsOver() {
    try (InMemoryNetwork network = new InMemoryNetwork();
        Agent carol = Agent.builder("carol").transport(network.join("carol")).build()) {
      Connection atCarol = carol.connections().invite();

      assertThatThrownBy(
              () -> carol.connections().awaitEstablished(atCarol.id(), Duration.ofMillis(1)))
          .isInstanceOfSatisfying(
              ConnectionNotEstablishedException.class,
              e ->
                  assertThat(e.connection().state())
                      .isEqualTo(ConnectionState.INVITATION_GENERATED))
          .hasMessageContaining("InvitationGenerated");
    }
  }

  @Test
  void anInterruptEndsAWaitAndIsKept() {
    try (InMemoryNetwork network = new InMemoryNetwork();
        Agent carol = Agent.builder("carol").transport(network.join("carol")).build()) {
      Connection atCarol = carol.connections().invite();

      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> carol.connections().awaitEstablished(atCarol.id(), LONG))
          .isInstanceOf(ConnectionNotEstablishedException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  @Timeout(100)
  void whatIsDoneUponEstablishingMayBlockWithoutHoldingUpTheAgent() throws Exception {
    try (InMemoryNetwork network = new InMemoryNetwork();
        Agent carol = Agent.builder("carol").transport(network.join("carol")).build();
        Agent dave = Agent.builder("dave").transport(network.join("dave")).build()) {
      CountDownLatch hold = new CountDownLatch(1);
      CountDownLatch blocked = new CountDownLatch(1);
      Connection first = carol.connections().invite();
      CompletableFuture<Void> done =
          carol
              .connections()
              .whenEstablished(first.id())
              .thenAccept(
                  connection -> {
                    blocked.countDown();
                    await(hold);
                  });
      Connection toCarol = dave.connections().accept(first.invitation());
      dave.connections().awaitEstablished(toCarol.id(), LONG);
      await(blocked);
      CompletableFuture<String> heard = new CompletableFuture<>();
      carol.messages().onReceived(BasicMessage.KIND, (from, text) -> heard.complete("heard"));

      // taking it needs the lock under which the connection's changes are committed
      dave.messages().send(toCarol.id(), new BasicMessage("hello"));

      assertThat(heard.get(50, TimeUnit.SECONDS)).isEqualTo("heard");
      hold.countDown();
      done.get(50, TimeUnit.SECONDS);
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
