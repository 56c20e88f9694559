package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionState;
import org.entente.message.BasicMessage;
import org.entente.transport.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wall clocks are set, forwards and backwards (threat model R16). */
class ClockTest {
  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {-24 * 60, -60, 60, 23 * 60})
  void aJumpWhileARequestWaitsIsSurvived(int minutes) {
    bob.tap().next(Tap.answering(Answer.tryLater("lost")));
    World.Pair pair = world.connect(alice, bob);

    world.clock().jump(Duration.ofMinutes(minutes));
    world.pass(Duration.ofMinutes(Math.max(0, -minutes) + 10));

    Oracles.assertMirrored(alice.now(pair.inviter()), bob.now(pair.invitee()));
  }

  @ParameterizedTest
  @ValueSource(ints = {-24 * 60, -60, 60, 23 * 60})
  void aJumpBetweenRequestAndResponseIsSurvived(int minutes) {
    alice.tap().next(Tap.answering(Answer.accepted()));
    World.Pair pair = world.connect(alice, bob);

    world.clock().jump(Duration.ofMinutes(minutes));
    world.pass(Duration.ofMinutes(Math.max(0, -minutes) + 10));

    Oracles.assertMirrored(alice.now(pair.inviter()), bob.now(pair.invitee()));
  }

  @ParameterizedTest
  @ValueSource(ints = {-24 * 60, -60, -1})
  void aClockThatIsSetBackPutsNoAttemptOff(int minutes) {
    bob.tap().line(Tap.answering(Answer.tryLater("down")));
    World.Pair pair = world.connect(alice, bob);
    world.pass(Duration.ofSeconds(20));
    int before = bob.tap().sent().size();

    world.clock().jump(Duration.ofMinutes(minutes));
    world.pass(Duration.ofSeconds(40));

    assertThat(bob.tap().sent().size()).isGreaterThan(before);
    assertThat(bob.now(pair.invitee()).nextAttempt().orElseThrow())
        .isBefore(world.clock().instant().plus(Duration.ofMinutes(2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 30, 400})
  void aClockThatIsSetForwardPassesNoDeadline(int days) {
    world.network().cut("alice");
    World.Pair pair = world.connect(alice, bob);

    world.clock().jump(Duration.ofDays(days));
    world.pass(Duration.ofHours(3));
    assertThat(bob.now(pair.invitee()).stopped()).isEmpty();
    assertThat(bob.tap().sent()).as("no storm").hasSizeLessThan(20);
    world.network().mend("alice");
    world.pass(Duration.ofMinutes(80));

    Oracles.assertMirrored(alice.now(pair.inviter()), bob.now(pair.invitee()));
  }

  @Test
  void aClockThatIsSetBackWhileWeAreDownPutsNoAttemptOff() {
    World.Pair pair = world.connect(alice, bob);
    world.network().cut("alice");
    bob.messages().send(pair.invitee().id(), new BasicMessage("hello"));
    world.pass(Duration.ofMinutes(30));
    bob.die();
    world.clock().jump(Duration.ofDays(-2));
    world.network().mend("alice");

    bob.reopen();
    world.pass(Duration.ofMinutes(80));

    assertThat(alice.heard()).containsExactly("hello");
  }

  @Test
  void anInvitationExpiresByTheWallClockWhateverHappensToIt() {
    InvitationOptions hour = InvitationOptions.defaults().expiresIn(Duration.ofHours(1));
    Connection brief = alice.connections().invite(hour);

    world.clock().jump(Duration.ofHours(2));
    world.run();

    assertThat(alice.now(brief).state()).isEqualTo(ConnectionState.INVITATION_EXPIRED);
  }

  @Test
  void aConnectionNeverLooksYoungerThanItWas() {
    World.Pair pair = world.accept(alice, bob);

    world.clock().jump(Duration.ofDays(-1));
    world.pass(Duration.ofDays(1).plusMinutes(1));
    Connection after = alice.now(pair.inviter());

    assertThat(after.isEstablished()).isTrue();
    assertThat(after.updatedTime())
        .hasValueSatisfying(time -> assertThat(time).isAfterOrEqualTo(after.createdTime()));
  }

  @Test
  void aClockSetForwardDuringAnAttemptGivesNothingUp() {
    World.Pair pair = world.connect(alice, bob);
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    alice.tap().next((onward, endpoint, packed) -> answer);
    alice.messages().send(pair.inviter().id(), new BasicMessage("hello"));
    world.run();
    alice.tap().line(Tap.answering(Answer.tryLater("down")));
    world.clock().jump(Duration.ofDays(2));
    world.run();
    answer.complete(Answer.tryLater("timed out"));
    world.pass(Duration.ofSeconds(30));
    alice.tap().line(Tap.OPEN);
    world.pass(Duration.ofMinutes(10));

    assertThat(alice.agent().outbox().givenUp(0, 10)).isEmpty();
    assertThat(bob.heard()).containsExactly("hello");
  }

  @Test
  void aClockSetBackWhileTheStoreFailsHoldsNothingUp() {
    World.Pair pair = world.connect(alice, bob);
    alice.tap().line(Tap.answering(Answer.tryLater("down")));
    alice.messages().send(pair.inviter().id(), new BasicMessage("hello"));
    world.pass(Duration.ofSeconds(20));
    world.clock().jump(Duration.ofDays(-2));
    alice.storage().failAt(alice.storage().calls() + 1, WatchedStorage.Side.BEFORE);
    world.pass(Duration.ofSeconds(10));
    assertThat(alice.storage().hasFailed()).isTrue();
    alice.tap().line(Tap.OPEN);
    world.pass(Duration.ofHours(3));

    assertThat(bob.heard()).containsExactly("hello");
  }

  @Test
  void aClockSetForwardHasNothingSentTwice() {
    World.Pair pair = world.connect(alice, bob);
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    int[] sent = {0};
    alice
        .tap()
        .line(
            (onward, endpoint, packed) -> {
              sent[0]++;
              return answer;
            });
    alice.messages().send(pair.inviter().id(), new BasicMessage("hello"));
    world.run();
    world.clock().jump(Duration.ofDays(2));
    world.pass(Duration.ofSeconds(5));
    assertThat(sent[0]).isEqualTo(1);
  }
}
