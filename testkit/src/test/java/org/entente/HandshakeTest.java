package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.connection.ConnectionState.CONNECTION_REQUEST_PENDING;
import static org.entente.connection.ConnectionState.CONNECTION_REQUEST_RECEIVED;
import static org.entente.connection.ConnectionState.CONNECTION_REQUEST_SENT;
import static org.entente.connection.ConnectionState.CONNECTION_RESPONSE_PENDING;
import static org.entente.connection.ConnectionState.CONNECTION_RESPONSE_RECEIVED;
import static org.entente.connection.ConnectionState.CONNECTION_RESPONSE_SENT;
import static org.entente.connection.ConnectionState.INVITATION_GENERATED;
import static org.entente.connection.ConnectionState.INVITATION_RECEIVED;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.entente.connection.Connection;
import org.entente.connection.Role;
import org.entente.transport.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theInviterWalksItsFourStates() {
    world.connect(alice, bob);

    assertThat(alice.states())
        .containsExactly(
            INVITATION_GENERATED,
            CONNECTION_REQUEST_RECEIVED,
            CONNECTION_RESPONSE_PENDING,
            CONNECTION_RESPONSE_SENT);
    assertThat(alice.changes()).extracting(Connection::eventCount).containsExactly(1L, 2L, 3L, 4L);
    assertThat(alice.changes()).extracting(Connection::version).containsExactly(1L, 2L, 2L, 3L);
  }

  @Test
  void theInviteeWalksItsFourStates() {
    bob.tap()
        .line(
            (onward, endpoint, packed) -> {
              // the receipt is there before the response
              CompletionStage<Answer> answer = onward.send(endpoint, packed);
              alice.tap().line(delayedBy(Duration.ofSeconds(1)));
              return answer;
            });

    world.connect(alice, bob);
    world.pass(Duration.ofSeconds(2));

    assertThat(bob.states())
        .containsExactly(
            INVITATION_RECEIVED,
            CONNECTION_REQUEST_PENDING,
            CONNECTION_REQUEST_SENT,
            CONNECTION_RESPONSE_RECEIVED);
    assertThat(bob.changes()).extracting(Connection::eventCount).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void aResponseThatOvertakesTheReceiptSkipsOneState() {
    bob.tap()
        .line(
            (onward, endpoint, packed) ->
                onward
                    .send(endpoint, packed)
                    .thenCompose(answer -> world.later(Duration.ofSeconds(1), answer)));

    World.Pair pair = world.connect(alice, bob);
    world.pass(Duration.ofSeconds(2));

    assertThat(bob.states())
        .containsExactly(
            INVITATION_RECEIVED, CONNECTION_REQUEST_PENDING, CONNECTION_RESPONSE_RECEIVED);
    assertThat(bob.now(pair.invitee()).version()).isEqualTo(pair.invitee().version());
    assertThat(bob.outbox()).isZero();
  }

  @Test
  void bothSidesKnowEachOthersDids() {
    World.Pair pair = world.connect(alice, bob);

    assertThat(pair.inviter().role()).isEqualTo(Role.INVITER);
    assertThat(pair.invitee().role()).isEqualTo(Role.INVITEE);
    assertThat(pair.inviter().theirDid()).contains(pair.invitee().ourDid());
    assertThat(pair.invitee().theirDid()).contains(pair.inviter().ourDid());
    assertThat(pair.inviter().thread()).isEqualTo(pair.invitee().thread());
    assertThat(pair.inviter().id()).isEqualTo(pair.inviter().invitation().id());
    assertThat(pair.inviter().ourDid()).isEqualTo(pair.invitee().invitation().from());
  }

  @Test
  void eachConnectionHasADidOfItsOwn() {
    World.Pair first = world.connect(alice, bob);
    World.Pair second = world.connect(alice, bob);

    assertThat(List.of(first.inviter(), first.invitee(), second.inviter(), second.invitee()))
        .extracting(Connection::ourDid)
        .doesNotHaveDuplicates();
  }

  @Test
  void oneInviterConnectsWithManyInBothRoles() {
    Party carol = world.party("carol");

    World.Pair one = world.connect(alice, bob);
    World.Pair two = world.connect(carol, alice);

    assertThat(one.inviter().isEstablished()).isTrue();
    assertThat(two.invitee().isEstablished()).isTrue();
    assertThat(alice.connections().list().connections()).hasSize(2);
  }

  @Test
  void onlyTheInviterNamesTheConnection() {
    Connection named = alice.connections().invite("Badge of Bob");
    Connection unnamed = alice.connections().invite();

    Connection plain = bob.connections().accept(named.invitation());
    Connection labelled = bob.connections().accept(unnamed.invitation(), "My own name");
    world.run();

    assertThat(alice.now(named).label()).contains("Badge of Bob");
    assertThat(alice.now(unnamed).label()).contains("alice");
    assertThat(bob.now(plain).label()).isEmpty();
    assertThat(bob.now(labelled).label()).contains("My own name");
    assertThat(named.invitation().toJson().toJson()).doesNotContain("Badge of Bob");
  }

  @Test
  void onceEstablishedNothingIsLeftToDo() {
    World.Pair pair = world.connect(alice, bob);

    assertThat(alice.outbox()).isZero();
    assertThat(bob.outbox()).isZero();
    assertThat(pair.inviter().nextAttempt()).isEmpty();
    assertThat(pair.invitee().nextAttempt()).isEmpty();
    world.pass(Duration.ofDays(2));
    assertThat(alice.tap().sent()).hasSize(1);
    assertThat(bob.tap().sent()).hasSize(1);
  }

  private Tap.Line delayedBy(Duration delay) {
    return (onward, endpoint, packed) ->
        world.later(delay, packed).thenCompose(delayed -> onward.send(endpoint, delayed));
  }
}
