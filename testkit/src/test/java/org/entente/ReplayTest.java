package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.entente.connection.Connection;
import org.entente.message.BasicMessage;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever has recorded the messages of a connection plays them again. */
class ReplayTest {
  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void everyMessageAgainIsADuplicateAtEveryLaterState() {
    List<byte[]> toAlice = new ArrayList<>();
    List<byte[]> toBob = new ArrayList<>();
    bob.tap().line(recording(toAlice, alice));
    alice.tap().line(recording(toBob, bob));

    World.Pair pair = world.connect(alice, bob);
    alice.messages().send(pair.inviter().id(), new BasicMessage("to Bob"));
    bob.messages().send(pair.invitee().id(), new BasicMessage("to Alice"));
    world.run();
    for (int i = 0; i < 3; i++) {
      replay(toAlice, alice);
      replay(toBob, bob);
      world.pass(Duration.ofSeconds(10));
    }

    assertThat(toAlice).hasSize(2);
    assertThat(alice.now(pair.inviter()).toJson()).isEqualTo(pair.inviter().toJson());
    assertThat(bob.now(pair.invitee()).toJson()).isEqualTo(pair.invitee().toJson());
    assertThat(alice.states()).hasSize(4);
    assertThat(alice.heard()).containsExactly("to Alice");
    assertThat(bob.heard()).containsExactly("to Bob");
  }

  /** Each message comes, and all that came before comes again. */
  private Tap.Line recording(List<byte[]> recorded, Party receiver) {
    return (onward, endpoint, packed) ->
        onward
            .send(endpoint, packed)
            .thenApply(
                answer -> {
                  replay(recorded, receiver);
                  recorded.add(packed);
                  replay(List.of(packed), receiver);
                  return answer;
                });
  }

  private static void replay(List<byte[]> recorded, Party receiver) {
    for (byte[] packed : recorded) {
      assertThat(receiver.receive(packed)).isEqualTo(Receipt.Kind.DUPLICATE);
    }
  }

  @Test
  void onlyTheAnswerIsSentAgainAndNothingElseChanges() {
    World.Pair pair = world.connect(alice, bob);
    byte[] request = bob.tap().sent().get(0);
    world.pass(Duration.ofSeconds(10));

    assertThat(alice.receive(request)).isEqualTo(Receipt.Kind.DUPLICATE);
    world.run();

    assertThat(alice.tap().sent()).hasSize(2);
    assertThat(alice.now(pair.inviter()).toJson()).isEqualTo(pair.inviter().toJson());
    assertThat(alice.outbox()).isZero();
  }

  @Test
  void theAnswerIsSentAgainOnceInFiveSeconds() {
    world.connect(alice, bob);
    byte[] request = bob.tap().sent().get(0);
    int before = alice.storage().commits();

    for (int i = 0; i < 10; i++) {
      assertThat(alice.receive(request)).isEqualTo(Receipt.Kind.DUPLICATE);
      world.run();
    }
    assertThat(alice.tap().sent()).hasSize(2);
    // the answer, armed and noted
    assertThat(alice.storage().commits()).isEqualTo(before + 2);

    world.pass(Duration.ofSeconds(5));
    alice.receive(request);
    world.run();
    assertThat(alice.tap().sent()).hasSize(3);
  }

  @Test
  void theAnswerIsSentAgainTwentyTimesInAll() {
    world.connect(alice, bob);
    byte[] request = bob.tap().sent().get(0);

    for (int i = 0; i < 50; i++) {
      world.pass(Duration.ofSeconds(6));
      assertThat(alice.receive(request)).isEqualTo(Receipt.Kind.DUPLICATE);
      world.run();
    }

    assertThat(alice.tap().sent()).hasSize(21);
  }

  @Test
  void anAnswerThatIsUnderWayIsNotSentTwice() {
    alice
        .tap()
        .next(
            (onward, endpoint, packed) ->
                world
                    .later(Duration.ofSeconds(20), packed)
                    .thenCompose(late -> onward.send(endpoint, late)));
    World.Pair pair = world.connect(alice, bob);
    byte[] request = bob.tap().sent().get(0);

    world.pass(Duration.ofSeconds(15));
    alice.receive(request);
    world.run();

    assertThat(alice.tap().sent()).hasSize(1);
    world.pass(Duration.ofSeconds(40));
    assertThat(bob.now(pair.invitee()).isEstablished()).isTrue();
  }

  @Test
  void aRepeatedRequestMakesAWaitingAnswerDueAtOnce() {
    alice.tap().line(Tap.answering(Answer.tryLater("down")));
    World.Pair pair = world.connect(alice, bob);
    bob.tap().line(Tap.answering(Answer.tryLater("down")));
    world.pass(Duration.ofHours(5));
    alice.tap().line(Tap.OPEN);

    assertThat(alice.receive(bob.tap().sent().get(0))).isEqualTo(Receipt.Kind.DUPLICATE);
    world.run();

    assertThat(bob.now(pair.invitee()).isEstablished()).isTrue();
  }

  @Test
  void aReplayAfterTheRecordsWerePrunedStillChangesNothing() {
    World.Pair pair = world.connect(alice, bob);
    bob.messages().send(pair.invitee().id(), new BasicMessage("old"));
    world.run();
    world.pass(Duration.ofDays(4));
    alice.connections().invite();
    world.pass(Duration.ofHours(3));
    Connection before = alice.now(pair.inviter());

    Receipt.Kind request = alice.receive(bob.tap().sent().get(0));
    Receipt.Kind response = bob.receive(alice.tap().sent().get(0));
    world.run();

    assertThat(request).isIn(Receipt.Kind.DUPLICATE, Receipt.Kind.REFUSED);
    assertThat(response).isEqualTo(Receipt.Kind.DUPLICATE);
    assertThat(alice.now(pair.inviter()).toJson()).isEqualTo(before.toJson());
  }
}
