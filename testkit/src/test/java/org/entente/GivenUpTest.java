package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.entente.connection.Connection;
import org.entente.keys.SealedBytes;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.message.BasicMessage;
import org.entente.storage.Change;
import org.entente.storage.Lease;
import org.entente.storage.QueuedMessage;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was given up neither comes back nor is lost by accident. */
class GivenUpTest {
  private static final InvitationOptions WEEK =
      InvitationOptions.defaults().expiresIn(Duration.ofDays(7));

  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whatWasGivenUpCanBeRetriedAfterDays() {
    World.Pair pair = world.connect(alice, bob);
    world.network().cut("bob");
    String id = alice.messages().send(pair.inviter().id(), new BasicMessage("hello"));
    world.pass(Duration.ofDays(3));
    assertThat(alice.agent().outbox().givenUp(0, 10)).hasSize(1);
    world.network().mend("bob");

    alice.agent().outbox().retry(id);
    world.pass(Duration.ofHours(1));

    assertThat(alice.agent().outbox().givenUp(0, 10)).isEmpty();
    assertThat(bob.heard()).containsExactly("hello");
  }

  @Test
  void anUnreadableMessageIsGivenUpAndHoldsUpNoOther() {
    World.Pair pair = world.connect(alice, bob);
    world.network().cut("bob");
    String id = alice.messages().send(pair.inviter().id(), new BasicMessage("one"));
    alice.messages().send(pair.inviter().id(), new BasicMessage("two"));
    QueuedMessage row = alice.storage().findQueued("default", id).orElseThrow();
    byte[] body = row.body().toBytes();
    body[body.length - 1] ^= 1;
    QueuedMessage tampered =
        new QueuedMessage(
            row.id(),
            row.queue(),
            row.connectionId(),
            row.sequence(),
            row.createdTime(),
            row.due(),
            row.deadline(),
            0,
            Optional.empty(),
            0,
            Optional.empty(),
            false,
            Optional.empty(),
            SealedBytes.of(body));
    alice.die(); // before it was tried
    alice
        .storage()
        .commit(
            Change.builder("default", new Lease("t", world.clock().instant()))
                .update(tampered)
                .build());
    world.network().mend("bob");
    alice.reopen();
    world.pass(Duration.ofDays(3));

    assertThat(alice.agent().outbox().waiting(0, 10)).isEmpty();
    assertThat(bob.heard()).containsExactly("two");
  }

  @Test
  void aMessageIsNotGivenUpAfterTwoRefusals() {
    World.Pair pair = world.connect(alice, bob);
    alice.tap().line(Tap.answering(Answer.tryLater("down")));
    alice.messages().send(pair.inviter().id(), new BasicMessage("hello"));
    world.pass(Duration.ofHours(3));
    int[] refusals = {0};
    alice
        .tap()
        .line(
            (onward, endpoint, packed) -> {
              if (refusals[0] < 2) {
                refusals[0]++;
                return CompletableFuture.completedFuture(Answer.refused("HTTP 404"));
              }
              return onward.send(endpoint, packed);
            });
    world.pass(Duration.ofHours(10));

    assertThat(alice.agent().outbox().givenUp(0, 10)).isEmpty();
    assertThat(bob.heard()).containsExactly("hello");
  }

  @Test
  void onePeerCannotShutOutAllOthers() {
    Party carol =
        world.party(
            "carol",
            s ->
                s.limits(
                    Limits.defaults().with(Limit.INBOX_PER_PEER, 2).with(Limit.INBOX_TOTAL, 6)));
    carol.handler().close();
    carol
        .messages()
        .onReceived(
            BasicMessage.KIND,
            (from, text) -> {
              throw new IllegalStateException("poison");
            });
    TestPeer mallory = new TestPeer(world.random(), "memory://bob");
    Connection theirs = carol.connections().invite();
    carol.receive(mallory.auth(mallory.request(world.id(), theirs.invitation())));
    world.run();
    for (int day = 0; day < 3; day++) {
      for (int i = 0; i < 2; i++) {
        carol.receive(mallory.auth(mallory.text(world.id(), "x", theirs.ourDid())));
      }
      world.pass(Duration.ofHours(25));
    }
    World.Pair withAlice = world.connect(carol, alice);
    alice.messages().send(withAlice.invitee().id(), new BasicMessage("hello"));
    world.pass(Duration.ofHours(10));
    assertThat(alice.agent().outbox().waiting(0, 10)).isEmpty();
    assertThat(carol.agent().inbox().givenUp(theirs.id())).hasSize(2);
  }

  @Test
  void whatIsGivenUpAgainIsKept() {
    World.Pair pair = world.connect(alice, bob);
    world.network().cut("bob");
    String id = alice.messages().send(pair.inviter().id(), new BasicMessage("hello"));
    turnHourly(alice, 26);
    assertThat(alice.agent().outbox().givenUp(0, 10)).hasSize(1);
    turnHourly(alice, 24 * 28);
    assertThat(alice.agent().outbox().givenUp(0, 10)).hasSize(1);
    alice.agent().outbox().retry(id);
    turnHourly(alice, 26);
    assertThat(alice.agent().outbox().givenUp(0, 10)).hasSize(1);
  }

  @Test
  void whatIsOnItsWayWhenThePeerLeavesStaysGivenUp() {
    // given up because the peer left, then brought back by the note of an attempt
    World.Pair pair = world.connect(alice, bob);
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    alice.tap().next((onward, endpoint, packed) -> answer);
    alice.messages().send(pair.inviter().id(), new BasicMessage("hello"));
    world.run();
    bob.connections().end(pair.invitee().id());
    world.run();
    assertThat(alice.agent().outbox().givenUp(0, 10)).hasSize(1);
    answer.complete(Answer.tryLater("timed out"));
    world.run();
    assertThat(alice.agent().outbox().givenUp(0, 10)).hasSize(1);
  }

  @Test
  void whatIsDroppedDuringAnAttemptStaysDropped() {
    World.Pair pair = world.connect(alice, bob);
    alice.tap().line(Tap.answering(Answer.tryLater("down")));
    String id = alice.messages().send(pair.inviter().id(), new BasicMessage("hello"));
    world.pass(Duration.ofHours(23).plusMinutes(30));
    CompletableFuture<Answer> slow = new CompletableFuture<>();
    alice.tap().next((onward, endpoint, packed) -> slow);
    alice.agent().outbox().retry(id);
    world.run();
    alice.tap().line(Tap.answering(Answer.tryLater("down")));
    alice.agent().outbox().drop(id);
    slow.complete(Answer.tryLater("timed out"));
    world.pass(Duration.ofMinutes(1));
    assertThat(alice.agent().outbox().waiting(0, 10)).isEmpty();
  }

  @Test
  void aResponseThatHasArrivedAfterAllIsNotListed() {
    Connection inviter = alice.connections().invite();
    Connection invitee = bob.connections().accept(inviter.invitation());
    alice.tap().line(Tap.arrivingBut(Answer.refused("HTTP 404")));
    world.pass(Duration.ofHours(1));
    alice.tap().line(Tap.OPEN);
    bob.messages().send(invitee.id(), new BasicMessage("hello"));
    world.pass(Duration.ofHours(1));
    assertThat(alice.now(inviter).isEstablished()).isTrue();
    assertThat(alice.agent().outbox().givenUp(0, 10)).isEmpty();
  }

  @Test
  void whatIsListedAsGivenUpKeepsNothingBusyWhenItComesAgain() {
    alice.handler().close();
    Connection inviter = alice.connections().invite();
    TestPeer peer = new TestPeer(world.random(), "memory://bob");
    alice.receive(peer.auth(peer.request(world.id(), inviter.invitation())));
    world.run();
    byte[] text = peer.auth(peer.text("the-id", "hello", inviter.ourDid()));
    assertThat(alice.receive(text)).isEqualTo(Receipt.Kind.ACCEPTED);
    turnHourly(alice, 50);
    assertThat(alice.agent().inbox().givenUp(0, 10)).hasSize(1);
    assertThat(alice.receive(text)).isNotEqualTo(Receipt.Kind.BUSY);
  }

  @Test
  void whatWasGivenUpForOneKeepsNobodyElseFromConnecting() {
    Party carol =
        world.party("carol", s -> s.limits(Limits.defaults().with(Limit.OUTBOX_TOTAL, 4)));
    World.Pair pair = world.connect(carol, bob);
    world.network().cut("bob");
    for (int i = 0; i < 4; i++) {
      carol.messages().send(pair.inviter().id(), new BasicMessage("hello"));
    }
    turnHourly(carol, 48);
    World.Pair withAlice = world.connect(carol, alice);
    world.pass(Duration.ofHours(2));
    assertThat(carol.now(withAlice.inviter()).isEstablished()).isTrue();
  }

  private void turn(Party party) {
    party.connections().invite(WEEK);
    world.run();
  }

  /** As a driver with threads does every five seconds. */
  private void turnHourly(Party party, int hours) {
    for (int i = 0; i < hours; i++) {
      world.pass(Duration.ofHours(1));
      turn(party);
    }
  }
}
