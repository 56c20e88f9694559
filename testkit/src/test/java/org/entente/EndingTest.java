package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionNotEstablishedException;
import org.entente.connection.ConnectionNotFoundException;
import org.entente.connection.ConnectionState;
import org.entente.connection.Ending;
import org.entente.connection.IllegalTransitionException;
import org.entente.connection.InvitationAlreadyUsedException;
import org.entente.connection.InvitationState;
import org.entente.message.BasicMessage;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that one side declines, gives up, ends or forgets. */
class EndingTest {
  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatOneSideEndsHasEndedOnBoth(boolean inviterEnds) {
    World.Pair pair = world.connect(alice, bob);
    Party ending = inviterEnds ? alice : bob;
    Connection ours = inviterEnds ? pair.inviter() : pair.invitee();

    ending.messages().send(ours.id(), new BasicMessage("last words"));
    Connection ended = ending.connections().end(ours.id());
    world.run();

    assertThat(ended.ending()).contains(Ending.BY_US);
    World.Pair now = World.now(alice, bob, pair);
    Connection theirs = inviterEnds ? now.invitee() : now.inviter();
    assertThat(theirs.ending()).contains(Ending.BY_PEER);
    assertThat(theirs.isEstablished()).isFalse();
    assertThat(theirs.state().isEstablished()).as("it keeps its state").isTrue();
    assertThat((inviterEnds ? bob : alice).heard()).containsExactly("last words");
    for (Party party : List.of(alice, bob)) {
      Connection connection = party == alice ? now.inviter() : now.invitee();
      assertThatThrownBy(() -> party.messages().send(connection.id(), new BasicMessage("hello?")))
          .isInstanceOf(ConnectionNotEstablishedException.class)
          .hasMessageContaining("ended the connection");
      assertThatThrownBy(() -> party.connections().end(connection.id()))
          .isInstanceOf(IllegalTransitionException.class);
    }
    assertThat(alice.outbox() + bob.outbox()).isZero();
  }

  @Test
  void afterAnEndingNobodyIsListenedTo() {
    TestPeer peer = new TestPeer(world.random(), "memory://peer");
    Connection connection = alice.connections().invite();
    alice.receive(peer.auth(peer.request("r1", connection.invitation())));
    alice.tap().line(Tap.answering(Answer.accepted()));
    world.run();

    alice.connections().end(connection.id());

    assertThat(alice.receive(peer.auth(peer.text("m1", "hello", connection.ourDid()))))
        .isEqualTo(Receipt.Kind.REFUSED);
  }

  @Test
  void aPeerThatHasNotHeardTheFarewellIsToldAgainWhenItWrites() {
    World.Pair pair = world.connect(alice, bob);
    alice.tap().next(Tap.answering(Answer.accepted())); // lost after a 2xx
    alice.connections().end(pair.inviter().id());
    world.run();
    assertThat(bob.now(pair.invitee()).isEstablished()).isTrue();

    bob.messages().send(pair.invitee().id(), new BasicMessage("are you there?"));
    world.pass(Duration.ofMinutes(1));

    assertThat(bob.now(pair.invitee()).ending()).contains(Ending.BY_PEER);
    assertThat(alice.heard()).isEmpty();
    assertThat(bob.agent().outbox().givenUp(pair.invitee().id())).hasSize(1);
  }

  @Test
  void aFarewellFromSomebodyElseEndsNothing() {
    World.Pair pair = world.connect(alice, bob);
    TestPeer mallory = new TestPeer(world.random(), "memory://mallory");
    var farewell =
        org.entente.message.Message.builder(
                "m1", new org.entente.message.MessageType("https://didcomm.org/empty/1.0/empty"))
            .to(pair.inviter().ourDid())
            .fromPrior(mallory.leaving())
            .build();

    assertThat(alice.receive(mallory.anon(farewell))).isEqualTo(Receipt.Kind.REFUSED);
    assertThat(alice.now(pair.inviter()).isEstablished()).isTrue();
  }

  @Test
  void whatWaitsForAPeerThatLeftIsListedWithTheReason() {
    World.Pair pair = world.connect(alice, bob);
    bob.tap().line(Tap.answering(Answer.tryLater("down")));
    bob.messages().send(pair.invitee().id(), new BasicMessage("never read"));
    world.run();

    alice.connections().end(pair.inviter().id());
    world.run();

    assertThat(bob.agent().outbox().givenUp(pair.invitee().id()))
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.lastFailure()).contains("the peer ended the connection");
              assertThat(message.type()).contains(BasicMessage.TYPE);
            });
    assertThat(bob.outbox()).isZero();
  }

  @Test
  void anInviteeMayGiveUpWhileTheRequestIsUnanswered() {
    world.network().cut("alice");
    World.Pair pair = world.accept(alice, bob);
    world.run();

    bob.connections().end(pair.invitee().id());
    world.network().mend("alice");
    world.pass(Duration.ofHours(2));

    World.Pair now = World.now(alice, bob, pair);
    assertThat(now.invitee().state()).isEqualTo(ConnectionState.PROBLEM_REPORT_SENT);
    assertThat(now.inviter().state()).isEqualTo(ConnectionState.PROBLEM_REPORT_RECEIVED);
    assertThat(alice.agent().invitations().get(pair.inviter().id()).state())
        .isEqualTo(InvitationState.DECLINED);
  }

  @Test
  void anInviteeThatGivesUpWhatTheInviterThinksEstablishedHasLeft() {
    alice.tap().line(Tap.answering(Answer.accepted())); // the response is lost after its receipt
    World.Pair pair = world.connect(alice, bob);
    assertThat(pair.inviter().isEstablished()).isTrue();
    assertThat(pair.invitee().state()).isEqualTo(ConnectionState.CONNECTION_REQUEST_SENT);

    bob.connections().end(pair.invitee().id());
    world.run();

    World.Pair now = World.now(alice, bob, pair);
    assertThat(now.invitee().state()).isEqualTo(ConnectionState.PROBLEM_REPORT_SENT);
    assertThat(now.inviter().ending()).contains(Ending.BY_PEER);
  }

  @Test
  void anInviterMayGiveUpBeforeTheResponseHasArrived() {
    world.network().cut("bob");
    World.Pair pair = world.accept(alice, bob);
    TestPeer peer = new TestPeer(world.random(), "memory://bob");
    alice.receive(peer.auth(peer.request("r1", pair.inviter().invitation())));
    world.run();
    assertThat(alice.now(pair.inviter()).state())
        .isEqualTo(ConnectionState.CONNECTION_RESPONSE_PENDING);

    alice.connections().end(pair.inviter().id());

    assertThat(alice.now(pair.inviter()).state()).isEqualTo(ConnectionState.PROBLEM_REPORT_PENDING);
    assertThat(alice.agent().outbox().waiting(pair.inviter().id())).hasSize(1);
  }

  @Test
  void anUnusedInvitationIsRevokedWhenItIsEnded() {
    Connection connection = alice.connections().invite();

    alice.connections().end(connection.id());

    assertThat(alice.now(connection).state()).isEqualTo(ConnectionState.INVITATION_EXPIRED);
    assertThat(alice.agent().invitations().get(connection.id()).state())
        .isEqualTo(InvitationState.REVOKED);
  }

  @Test
  void anInvitationMayBeDeclined() {
    Connection invited = alice.connections().invite();

    Connection declined = bob.connections().decline(invited.invitation());
    world.run();

    assertThat(bob.now(declined).state()).isEqualTo(ConnectionState.PROBLEM_REPORT_SENT);
    assertThat(alice.now(invited).state()).isEqualTo(ConnectionState.PROBLEM_REPORT_RECEIVED);
    assertThatThrownBy(() -> bob.connections().accept(invited.invitation()))
        .isInstanceOf(InvitationAlreadyUsedException.class);
  }

  @Test
  void whoeverDeclinesAnInvitationForSeveralSpoilsItForNobody() {
    IssuedInvitation party =
        alice.agent().invitations().create(InvitationOptions.defaults().uses(2));

    bob.connections().decline(party.invitation());
    world.run();

    assertThat(alice.agent().invitations().get(party.id()).state()).isEqualTo(InvitationState.OPEN);
  }

  @Test
  void aReportThatCannotBeDeliveredIsGivenUpInTheEnd() {
    Connection invited = alice.connections().invite();
    world.network().cut("alice");
    Connection declined = bob.connections().decline(invited.invitation());

    world.pass(Duration.ofHours(25));

    Connection stopped = bob.now(declined);
    assertThat(stopped.state()).isEqualTo(ConnectionState.PROBLEM_REPORT_PENDING);
    assertThat(stopped.stopped().orElseThrow().reason()).contains("deadline");
    world.network().mend("alice");
    bob.connections().retry(declined.id());
    world.run();
    assertThat(bob.now(declined).state()).isEqualTo(ConnectionState.PROBLEM_REPORT_SENT);
  }

  @Test
  void nothingIsLeftOfADeletedConnection() {
    World.Pair pair = world.connect(alice, bob);
    bob.messages().send(pair.invitee().id(), new BasicMessage("hello"));
    alice.handler().close();
    alice.messages().send(pair.inviter().id(), new BasicMessage("waiting"));

    alice.connections().delete(pair.inviter().id());
    world.pass(Duration.ofMinutes(1));

    assertThat(alice.connections().find(pair.inviter().id())).isEmpty();
    assertThat(alice.agent().invitations().list().invitations()).isEmpty();
    assertThat(alice.agent().inbox().waiting(0, 10)).isEmpty();
    assertThat(alice.outbox()).isZero();
    assertThat(
            alice
                .storage()
                .findKey(
                    "default",
                    org.entente.did.PeerDid.canonical(pair.inviter().ourDid()) + "#key-1"))
        .isEmpty();
    assertThatThrownBy(() -> alice.connections().delete(pair.inviter().id()))
        .isInstanceOf(ConnectionNotFoundException.class);
    assertThat(bob.agent().outbox().waiting(pair.invitee().id()).size()).isLessThanOrEqualTo(1);
  }
}
