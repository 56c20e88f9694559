package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionEvent;
import org.entente.connection.ConnectionState;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.message.BasicMessage;
import org.entente.transport.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators see of messages that were not delivered, and what they can do. */
class UndeliveredTest {
  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");
  private final World.Pair pair = world.connect(alice, bob);
  private final String toAlice = pair.invitee().id();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whatWaitsIsListedWithItsAttempts() {
    bob.tap().line(Tap.answering(Answer.ofHttpStatus(503)));
    String first = send("one");
    String second = send("two");
    world.pass(Duration.ofSeconds(5));

    List<WaitingMessage> waiting = bob.agent().outbox().waiting(toAlice);

    assertThat(waiting).extracting(WaitingMessage::id).containsExactly(first, second);
    WaitingMessage message = waiting.get(0);
    assertThat(message.type()).contains(BasicMessage.TYPE);
    assertThat(message.isGivenUp()).isFalse();
    assertThat(message.lastFailure()).contains("HTTP 503");
    assertThat(message.history())
        .hasSize(message.attempts())
        .allSatisfy(
            attempt -> {
              assertThat(attempt.endpoint()).contains("memory://alice");
              assertThat(attempt.outcome()).isEqualTo("HTTP 503");
            });
    assertThat(bob.agent().outbox().waiting(0, 1)).containsExactly(message);
    assertThat(bob.agent().outbox().waiting(message.place(), 9)).hasSize(1);
  }

  @Test
  void whatCannotBeDeliveredIsListedAndAnEventAndCanBeRetried() {
    bob.tap().line(Tap.answering(Answer.tryLater("down")));
    String id = send("hello");
    world.pass(Duration.ofHours(25));

    assertThat(bob.agent().outbox().waiting(toAlice)).isEmpty();
    WaitingMessage given = bob.agent().outbox().givenUp(0, 10).get(0);
    assertThat(given.id()).isEqualTo(id);
    assertThat(given.isGivenUp()).isTrue();
    assertThat(given.lastFailure().orElseThrow()).contains("deadline").contains("down");
    assertThat(bob.agent().events().after(0, 100))
        .extracting(ConnectionChange::event)
        .contains(ConnectionEvent.MESSAGE_GIVEN_UP);
    assertThat(bob.connections().diagnose(toAlice).givenUp()).isEqualTo(1);

    bob.tap().line(Tap.OPEN);
    bob.agent().outbox().retry(id);
    world.run();

    assertThat(alice.heard()).containsExactly("hello");
    assertThat(bob.agent().outbox().givenUp(0, 10)).isEmpty();
  }

  @Test
  void whatIsDroppedIsNeverDelivered() {
    bob.tap().line(Tap.answering(Answer.tryLater("down")));
    String first = send("one");
    send("two");
    world.run();

    bob.agent().outbox().drop(first);
    bob.tap().line(Tap.OPEN);
    world.pass(Duration.ofMinutes(5));

    assertThat(alice.heard()).containsExactly("two");
    assertThatThrownBy(() -> bob.agent().outbox().drop(first))
        .isInstanceOf(MessageNotFoundException.class);
    assertThatThrownBy(() -> bob.agent().outbox().retry(first))
        .isInstanceOf(MessageNotFoundException.class);
  }

  @Test
  void whatAConnectionWaitsForIsNotDroppedButMayBeRetried() {
    Party carol = world.party("carol");
    carol.tap().line(Tap.answering(Answer.tryLater("down")));
    Connection invited = alice.connections().invite();
    Connection waiting = carol.connections().accept(invited.invitation());
    world.pass(Duration.ofHours(25));
    WaitingMessage request = carol.agent().outbox().givenUp(0, 10).get(0);

    assertThatThrownBy(() -> carol.agent().outbox().drop(request.id()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("end or delete");
    carol.tap().line(Tap.OPEN);
    carol.agent().outbox().retry(request.id());
    world.run();

    assertThat(carol.now(waiting).isEstablished()).isTrue();
  }

  @Test
  void aHandlerThatAlwaysThrowsHoldsNobodyUpForEver() {
    alice.handler().close();
    alice
        .messages()
        .onReceived(
            BasicMessage.KIND,
            (from, text) -> {
              if (text.content().equals("poison")) {
                throw new IllegalStateException("the test's");
              }
              alice.heard().add(text.content());
            });
    send("poison");
    send("good");
    world.pass(Duration.ofHours(1));
    assertThat(alice.heard()).isEmpty();
    assertThat(alice.agent().inbox().waiting(0, 9)).hasSize(2);

    world.pass(Duration.ofHours(25));

    assertThat(alice.heard()).containsExactly("good");
    assertThat(alice.agent().inbox().givenUp(0, 9))
        .singleElement()
        .satisfies(m -> assertThat(m.lastFailure().orElseThrow()).contains("handler failed"));
  }

  @Test
  void aMessageWithoutAHandlerIsListedInTheEndAndHandedOverWhenItIsRetried() {
    alice.handler().close();
    send("for nobody");
    world.pass(Duration.ofHours(25));
    WaitingMessage given = alice.agent().inbox().givenUp(0, 9).get(0);
    assertThat(given.lastFailure().orElseThrow()).contains("no handler");

    alice
        .messages()
        .onReceived(BasicMessage.KIND, (from, text) -> alice.heard().add(text.content()));
    alice.agent().inbox().retry(given.id());
    world.run();

    assertThat(alice.heard()).containsExactly("for nobody");
  }

  @Test
  void aHandlerThatComesAfterARestartIsGivenAtOnceWhatWaits() {
    alice.handler().close();
    send("hello");
    world.run();
    alice.die();
    world.pass(Duration.ofSeconds(50));
    alice.reopen();

    world.run();

    assertThat(alice.heard()).containsExactly("hello");
  }

  @Test
  void whatWasGivenUpTakesRoomUntilSomebodyDecides() {
    Limits small = Limits.defaults().with(Limit.OUTBOX_PER_PEER, 3);
    Party carol = world.party("carol", settings -> settings.limits(small));
    World.Pair other = world.connect(alice, carol);
    carol.tap().line(Tap.answering(Answer.impossible("no")));
    for (int i = 0; i < 3; i++) {
      carol.messages().send(other.invitee().id(), new BasicMessage("text " + i));
      world.run();
    }

    assertThatThrownBy(
            () -> carol.messages().send(other.invitee().id(), new BasicMessage("too many")))
        .isInstanceOf(OutboxFullException.class);
    WaitingMessage oldest = carol.agent().outbox().givenUp(0, 9).get(0);
    carol.agent().outbox().drop(oldest.id());
    carol.messages().send(other.invitee().id(), new BasicMessage("fits"));
  }

  @Test
  void whatNobodyDecidesAboutIsForgottenInTheEnd() {
    bob.tap().line(Tap.answering(Answer.impossible("no")));
    send("hello");
    world.pass(Duration.ofDays(29));
    assertThat(bob.agent().outbox().givenUp(0, 9)).hasSize(1);

    world.pass(Duration.ofDays(3));
    bob.tap().line(Tap.OPEN);
    world.connect(alice, bob); // something to turn the agent for

    assertThat(bob.agent().outbox().givenUp(0, 9)).isEmpty();
    assertThat(bob.now(pair.invitee()).state())
        .isEqualTo(ConnectionState.CONNECTION_RESPONSE_RECEIVED);
  }

  private String send(String text) {
    return bob.messages().send(toAlice, new BasicMessage(text));
  }
}
