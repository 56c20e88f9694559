package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.entente.connection.Connection;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.message.BasicMessage;
import org.entente.storage.InMemoryStorage;
import org.entente.testkit.SeededRandom;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.entente.transport.inmemory.InMemoryNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OverloadTest {
  @Test
  void aPeersOutboxThatIsFullTakesNoMore() {
    Limits limits = Limits.defaults().with(Limit.OUTBOX_PER_PEER, 3);
    try (World world = new World()) {
      Party alice = world.party("alice", settings -> settings.limits(limits));
      Party bob = world.party("bob");
      Party carol = world.party("carol");
      World.Pair withBob = world.connect(alice, bob);
      World.Pair withCarol = world.connect(alice, carol);
      world.network().cut("bob");
      for (int i = 0; i < 3; i++) {
        alice.messages().send(withBob.inviter().id(), new BasicMessage("text " + i));
      }
      int before = alice.storage().commits();

      assertThatThrownBy(
              () -> alice.messages().send(withBob.inviter().id(), new BasicMessage("one more")))
          .isInstanceOf(OutboxFullException.class);
      assertThat(alice.storage().commits()).isEqualTo(before);
      assertThat(alice.outbox()).isEqualTo(3);

      alice.messages().send(withCarol.inviter().id(), new BasicMessage("for Carol"));
      world.network().mend("bob");
      world.pass(Duration.ofMinutes(1));
      alice.messages().send(withBob.inviter().id(), new BasicMessage("text 3"));
      world.run();
      assertThat(carol.heard()).containsExactly("for Carol");
      assertThat(bob.heard()).containsExactly("text 0", "text 1", "text 2", "text 3");
    }
  }

  @Test
  void anOutboxThatIsFullBeginsNoConnectionsEither() {
    try (World world = new World()) {
      Limits two = Limits.defaults().with(Limit.OUTBOX_TOTAL, 2);
      Party alice = world.party("alice");
      Party bob = world.party("bob", settings -> settings.limits(two));
      World.Pair pair = world.connect(alice, bob);
      Connection bobsInvitation = bob.connections().invite();
      bob.tap().line(Tap.answering(Answer.tryLater("down")));
      bob.messages().send(pair.invitee().id(), new BasicMessage("one"));
      bob.messages().send(pair.invitee().id(), new BasicMessage("two"));

      assertThatThrownBy(() -> bob.connections().accept(alice.connections().invite().invitation()))
          .isInstanceOf(OutboxFullException.class)
          .hasMessageContaining("agent.outbox()");
      Connection accepted = alice.connections().accept(bobsInvitation.invitation());
      world.pass(Duration.ofMinutes(1));
      assertThat(alice.now(accepted).lastFailure()).contains("busy");

      bob.tap().line(Tap.OPEN);
      world.pass(Duration.ofHours(1));

      assertThat(alice.now(accepted).isEstablished()).isTrue();
    }
  }

  @Test
  void anOutboxThatIsFullInAllTakesNoMore() {
    Limits limits = Limits.defaults().with(Limit.OUTBOX_TOTAL, 3);
    try (World world = new World()) {
      Party alice = world.party("alice", settings -> settings.limits(limits));
      Party bob = world.party("bob");
      Party carol = world.party("carol");
      World.Pair withBob = world.connect(alice, bob);
      World.Pair withCarol = world.connect(alice, carol);
      alice.tap().line(Tap.answering(Answer.tryLater("down")));
      for (int i = 0; i < 3; i++) {
        alice.messages().send(withBob.inviter().id(), new BasicMessage("text " + i));
      }

      assertThatThrownBy(
              () -> alice.messages().send(withCarol.inviter().id(), new BasicMessage("more")))
          .isInstanceOf(OutboxFullException.class);
    }
  }

  @Test
  @Timeout(100)
  void whoeverFindsNoRoomToWaitIsSentAwayAtOnce() throws Exception {
    Limits limits = Limits.defaults().with(Limit.UNPACK_WORKERS, 1).with(Limit.UNPACK_WAITING, 0);
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    TestPeer peer = new TestPeer(new SeededRandom(1), "memory://peer");
    WatchedStorage storage = new WatchedStorage(new InMemoryStorage());
    try (InMemoryNetwork network = new InMemoryNetwork();
        Agent alice =
            Agent.builder("alice")
                .limits(limits)
                .storage(storage)
                .transport(network.join("alice"))
                .build()) {
      byte[] first = peer.auth(peer.request("r1", alice.connections().invite().invitation()));
      byte[] second = peer.auth(peer.request("r2", alice.connections().invite().invitation()));
      storage.beforeNextFindKey(
          () -> {
            entered.countDown();
            awaitUnchecked(leave);
          });
      CompletableFuture<Receipt> slow =
          CompletableFuture.supplyAsync(
              () -> alice.receiver().receive(first), task -> new Thread(task).start());
      awaitUnchecked(entered);

      assertThat(alice.receiver().receive(second).kind()).isEqualTo(Receipt.Kind.BUSY);
      leave.countDown();

      assertThat(slow.get(50, TimeUnit.SECONDS).kind()).isEqualTo(Receipt.Kind.ACCEPTED);
      assertThat(alice.receiver().receive(second).kind()).isEqualTo(Receipt.Kind.ACCEPTED);
    }
  }

  @Test
  void whenTheStoreFailsThePeerIsToTryAgain() {
    try (World world = new World()) {
      Party alice = world.party("alice");
      TestPeer peer = new TestPeer(world.random(), "memory://peer");
      byte[] request = peer.auth(peer.request("r1", alice.connections().invite().invitation()));
      world.run();

      alice.storage().failAt(alice.storage().calls() + 1, WatchedStorage.Side.BEFORE);

      assertThat(alice.receive(request)).isEqualTo(Receipt.Kind.BUSY);
      assertThat(alice.receive(request)).isEqualTo(Receipt.Kind.ACCEPTED);
    }
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
