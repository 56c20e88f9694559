package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionNotEstablishedException;
import org.entente.connection.ConnectionState;
import org.entente.connection.IllegalTransitionException;
import org.entente.message.BasicMessage;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnreachablePeerTest {
  private static final Answer DOWN = Answer.tryLater("connection refused");

  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theConnectionShowsHowItsDeliveryFares() {
    bob.tap().line(Tap.answering(DOWN));
    World.Pair pair = world.accept(alice, bob);
    Connection accepted = pair.invitee();
    assertThat(accepted.attempts()).isZero();

    world.pass(Duration.ofSeconds(30));
    Connection waiting = bob.now(accepted);

    assertThat(waiting.attempts()).isEqualTo(bob.tap().sent().size()).isBetween(4, 6);
    assertThat(waiting.lastFailure()).contains("connection refused");
    assertThat(waiting.nextAttempt())
        .hasValueSatisfying(next -> assertThat(next).isAfter(world.clock().instant()));
    assertThat(waiting.deadline()).contains(accepted.createdTime().plus(Duration.ofHours(24)));
    assertThat(waiting.version()).isEqualTo(accepted.version());
    assertThat(waiting.state()).isEqualTo(ConnectionState.CONNECTION_REQUEST_PENDING);
  }

  @Test
  void aPeerThatComesBackIsReached() {
    world.network().cut("alice");
    World.Pair pair = world.connect(alice, bob);
    world.pass(Duration.ofHours(3));

    world.network().mend("alice");
    world.pass(Duration.ofMinutes(80));

    assertThat(bob.now(pair.invitee()).isEstablished()).isTrue();
    assertThat(bob.now(pair.invitee()).lastFailure()).isEmpty();
  }

  @Test
  void afterTheDeadlineTheConnectionIsStoppedWhereItIs() {
    bob.tap().line(Tap.answering(DOWN));
    World.Pair pair = world.connect(alice, bob);
    CompletableFuture<Connection> established =
        bob.connections().whenEstablished(pair.invitee().id());

    world.pass(Duration.ofHours(25));
    Connection stopped = bob.now(pair.invitee());

    assertThat(stopped.state()).isEqualTo(ConnectionState.CONNECTION_REQUEST_PENDING);
    assertThat(stopped.stopped())
        .hasValueSatisfying(
            s -> {
              assertThat(s.reason()).contains("deadline").contains("connection refused");
              assertThat(Duration.between(stopped.createdTime(), s.time()))
                  .isEqualTo(Duration.ofHours(24));
            });
    assertThat(stopped.nextAttempt()).isEmpty();
    assertThat(established).isCompletedExceptionally();
    assertThatThrownBy(
            () -> bob.connections().awaitEstablished(stopped.id(), Duration.ofSeconds(1)))
        .isInstanceOf(ConnectionNotEstablishedException.class)
        .hasMessageContaining("deadline");
    Oracles.assertAllIsDone(world);
  }

  @Test
  void aStoppedConnectionGoesOnWhenItIsRetried() {
    bob.tap().line(Tap.answering(DOWN));
    World.Pair pair = world.connect(alice, bob);
    world.pass(Duration.ofHours(25));
    bob.tap().line(Tap.OPEN);

    Connection retried = bob.connections().retry(pair.invitee().id());
    world.run();

    assertThat(retried.stopped()).isEmpty();
    assertThat(retried.deadline())
        .contains(retried.updatedTime().orElseThrow().plus(Duration.ofHours(24)));
    assertThat(bob.now(retried).isEstablished()).isTrue();
    Oracles.assertMirrored(alice.now(pair.inviter()), bob.now(retried));
  }

  @Test
  void aRetryWorksWhenTheMessageItselfHasBeenForgotten() {
    bob.tap().line(Tap.answering(DOWN));
    World.Pair pair = world.connect(alice, bob);
    world.pass(Duration.ofDays(5));
    bob.tap().line(Tap.OPEN);

    bob.connections().retry(pair.invitee().id());
    world.run();

    assertThat(bob.now(pair.invitee()).isEstablished()).isTrue();
  }

  @Test
  void anInviterThatIsStoppedAnswersWhoeverComesBackLater() {
    alice.tap().line(Tap.answering(DOWN));
    World.Pair pair = world.connect(alice, bob);
    bob.tap().line(Tap.answering(DOWN));
    world.pass(Duration.ofHours(25));
    assertThat(alice.now(pair.inviter()).stopped()).isPresent();
    assertThat(bob.now(pair.invitee()).stopped()).isPresent();
    alice.tap().line(Tap.OPEN);
    bob.tap().line(Tap.OPEN);

    bob.connections().retry(pair.invitee().id());
    world.pass(Duration.ofMinutes(1));

    Oracles.assertMirrored(alice.now(pair.inviter()), bob.now(pair.invitee()));
  }

  @Test
  void aLateResponseIsStillAccepted() {
    alice.tap().line(Tap.answering(DOWN));
    World.Pair pair = world.connect(alice, bob);
    bob.tap().line(Tap.answering(DOWN));
    world.pass(Duration.ofHours(25));
    assertThat(bob.now(pair.invitee()).stopped()).isPresent();

    alice.tap().line(Tap.OPEN);
    alice.connections().retry(pair.inviter().id());
    world.run();

    assertThat(bob.now(pair.invitee()).isEstablished()).isTrue();
    assertThat(bob.now(pair.invitee()).stopped()).isEmpty();
  }

  @Test
  void nothingIsRetriedWhereNothingIsToBeSent() {
    Connection invited = alice.connections().invite();
    World.Pair pair = world.connect(alice, bob);

    assertThatThrownBy(() -> alice.connections().retry(invited.id()))
        .isInstanceOf(IllegalTransitionException.class);
    assertThatThrownBy(() -> alice.connections().retry(pair.inviter().id()))
        .isInstanceOf(IllegalTransitionException.class);
    assertThatThrownBy(() -> bob.connections().retry(pair.invitee().id()))
        .isInstanceOf(IllegalTransitionException.class);
  }

  @Test
  void anImpossibleDeliveryStopsAtOnce() {
    bob.tap().next(Tap.answering(Answer.ofHttpStatus(413)));

    World.Pair pair = world.connect(alice, bob);

    assertThat(pair.invitee().stopped())
        .hasValueSatisfying(stopped -> assertThat(stopped.reason()).isEqualTo("HTTP 413"));
    assertThat(pair.invitee().nextAttempt()).isEmpty();
    bob.connections().retry(pair.invitee().id());
    world.run();
    assertThat(bob.now(pair.invitee()).isEstablished()).isTrue();
  }

  @Test
  void aRequestWithADeadEndpointIsAnsweredAtMostFortyTimesADay() {
    bob.tap()
        .line(
            (onward, endpoint, packed) -> {
              assertThat(alice.receive(packed)).isEqualTo(Receipt.Kind.ACCEPTED);
              return new CompletableFuture<>();
            });
    World.Pair pair = world.accept(alice, bob);
    world.network().cut("bob");
    world.run();
    bob.die();

    world.pass(Duration.ofHours(24));

    assertThat(alice.tap().sent().size()).isBetween(10, 40);
    world.pass(Duration.ofHours(24));
    assertThat(alice.tap().sent().size()).isLessThanOrEqualTo(40);
    assertThat(alice.now(pair.inviter()).stopped()).isPresent();
  }

  @Test
  void aMessageThatIsGivenUpMakesRoomForTheNext() {
    World.Pair pair = world.connect(alice, bob);
    world.network().cut("bob");
    alice.messages().send(pair.inviter().id(), new BasicMessage("lost"));
    world.pass(Duration.ofHours(25));

    world.network().mend("bob");
    alice.messages().send(pair.inviter().id(), new BasicMessage("heard"));
    world.run();

    assertThat(bob.heard()).containsExactly("heard");
    assertThat(alice.now(pair.inviter()).stopped()).isEmpty();
    assertThat(alice.outbox()).isZero();
  }

  @Test
  void oneDeadPeerDelaysNobodyElse() {
    Party carol = world.party("carol");
    World.Pair dead = world.connect(alice, carol);
    World.Pair pair = world.connect(alice, bob);
    world.network().cut("carol");
    alice.messages().send(dead.inviter().id(), new BasicMessage("nobody hears"));
    world.run();

    alice.messages().send(pair.inviter().id(), new BasicMessage("at once"));
    world.run();

    assertThat(bob.heard()).containsExactly("at once");
  }
}
