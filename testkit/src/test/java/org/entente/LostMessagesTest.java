package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.connection.ConnectionState.CONNECTION_REQUEST_PENDING;
import static org.entente.connection.ConnectionState.CONNECTION_REQUEST_SENT;
import static org.entente.connection.ConnectionState.CONNECTION_RESPONSE_PENDING;
import static org.entente.connection.ConnectionState.CONNECTION_RESPONSE_RECEIVED;
import static org.entente.connection.ConnectionState.CONNECTION_RESPONSE_SENT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.entente.connection.ConnectionState;
import org.entente.message.BasicMessage;
import org.entente.transport.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each message of a handshake is lost on its way there or back; nobody is told. */
class LostMessagesTest {
  private static final Answer NO_ANSWER = Answer.tryLater("no answer");

  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aRequestThatDoesNotArriveIsSentAgain() {
    bob.tap().next(Tap.answering(NO_ANSWER));

    World.Pair pair = world.connect(alice, bob);

    assertStates(pair, ConnectionState.INVITATION_GENERATED, CONNECTION_REQUEST_PENDING);
    assertHeals(pair);
    assertThat(bob.tap().sent()).hasSize(2);
  }

  @Test
  void aRequestThatIsSwallowedAfterAnAcceptingAnswerIsSentAgain() {
    bob.tap().next(Tap.answering(Answer.accepted()));

    World.Pair pair = world.connect(alice, bob);

    assertStates(pair, ConnectionState.INVITATION_GENERATED, CONNECTION_REQUEST_SENT);
    assertHeals(pair);
    assertThat(bob.tap().sent()).hasSize(2);
  }

  @Test
  void aRequestWhoseAnswerIsLostIsRecognised() {
    bob.tap().next(Tap.arrivingBut(NO_ANSWER));
    alice.tap().next(Tap.answering(NO_ANSWER));

    World.Pair pair = world.connect(alice, bob);

    assertStates(pair, CONNECTION_RESPONSE_PENDING, CONNECTION_REQUEST_PENDING);
    assertHeals(pair);
  }

  @Test
  void aResponseThatDoesNotArriveIsSentAgain() {
    alice.tap().next(Tap.answering(NO_ANSWER));

    World.Pair pair = world.connect(alice, bob);

    assertStates(pair, CONNECTION_RESPONSE_PENDING, CONNECTION_REQUEST_SENT);
    assertHeals(pair);
    assertThat(alice.tap().sent()).hasSize(2);
  }

  @Test
  void aResponseThatIsSwallowedAfterAnAcceptingAnswerIsAskedForAgain() {
    alice.tap().next(Tap.answering(Answer.accepted()));

    World.Pair pair = world.connect(alice, bob);

    assertStates(pair, CONNECTION_RESPONSE_SENT, CONNECTION_REQUEST_SENT);
    assertHeals(pair);
    assertThat(bob.tap().sent()).hasSize(2);
    assertThat(alice.tap().sent()).hasSize(2);
  }

  @Test
  void aResponseWhoseAnswerIsLostIsRecognised() {
    alice.tap().next(Tap.arrivingBut(NO_ANSWER));

    World.Pair pair = world.connect(alice, bob);

    assertStates(pair, CONNECTION_RESPONSE_PENDING, CONNECTION_RESPONSE_RECEIVED);
    assertHeals(pair);
  }

  @Test
  void aRefusedRequestMayHaveBeenTakenBefore() {
    bob.tap().next(Tap.arrivingBut(Answer.refused("HTTP 422")));
    alice.tap().next(Tap.answering(NO_ANSWER));

    World.Pair pair = world.connect(alice, bob);

    assertThat(pair.invitee().lastFailure()).contains("HTTP 422");
    assertHeals(pair);
  }

  @Test
  void aMessageWhoseAnswerIsLostIsHandedOverOnce() {
    World.Pair pair = world.connect(alice, bob);
    alice.tap().next(Tap.arrivingBut(NO_ANSWER));

    alice.messages().send(pair.inviter().id(), new BasicMessage("once"));
    world.pass(Duration.ofMinutes(1));

    assertThat(alice.tap().sent()).hasSize(3);
    assertThat(bob.heard()).containsExactly("once");
  }

  @Test
  void aTransportThatNeverAnswersIsTriedAgainAfterTheLease() {
    bob.tap().next((onward, endpoint, packed) -> new CompletableFuture<>());

    World.Pair pair = world.connect(alice, bob);
    world.pass(Duration.ofSeconds(46));

    assertHeals(pair);
  }

  @Test
  void aTransportThatThrowsAgainstItsContractStopsNothing() {
    bob.tap()
        .next(
            (onward, endpoint, packed) -> {
              throw new IllegalStateException("against the rules");
            });

    World.Pair pair = world.connect(alice, bob);
    world.pass(Duration.ofSeconds(46));

    assertHeals(pair);
  }

  @Test
  void whatIsHandedOverAgainHasTheSameId() {
    World.Pair pair = world.connect(alice, bob);
    List<String> ids = new ArrayList<>();
    bob.handler().close();
    bob.messages()
        .onReceived(
            BasicMessage.KIND,
            (from, text, message) -> {
              ids.add(message.id());
              if (ids.size() == 1) {
                throw new IllegalStateException("not yet");
              }
            });

    String id = alice.messages().send(pair.inviter().id(), new BasicMessage("once"));
    world.pass(Duration.ofMinutes(1));

    assertThat(ids).containsExactly(id, id);
  }

  private void assertStates(World.Pair pair, ConnectionState atInviter, ConnectionState atInvitee) {
    assertThat(pair.inviter().state()).isEqualTo(atInviter);
    assertThat(pair.invitee().state()).isEqualTo(atInvitee);
  }

  private void assertHeals(World.Pair pair) {
    world.pass(Duration.ofMinutes(1));
    assertStates(
        World.now(alice, bob, pair), CONNECTION_RESPONSE_SENT, CONNECTION_RESPONSE_RECEIVED);
    Oracles.assertAllIsDone(world);
    Oracles.assertMirrored(alice.now(pair.inviter()), bob.now(pair.invitee()));
  }
}
