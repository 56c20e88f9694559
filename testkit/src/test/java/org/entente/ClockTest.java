package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.entente.connection.Connection;
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
}
