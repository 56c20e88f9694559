package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.entente.did.Profile;
import org.entente.json.Base64Url;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;
import org.entente.message.BasicMessage;
import org.entente.transport.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An agent that was upgraded may know the keys of its old DIDs by new names. */
class KeyNamesTest {
  private final World world = new World();
  private final Party alice = world.party("alice", s -> s.profile(Profile.PRISM_2023));
  private final Party bob = world.party("bob");

  @AfterEach
  void close() {
    world.close();
  }

  /** Understands the new names only, and breaks down over the others. */
  private static final Tap.Line UPGRADED =
      (onward, endpoint, packed) ->
          namesOf(packed).contains("#key-")
              ? onward.send(endpoint, packed)
              : CompletableFuture.completedFuture(Answer.ofHttpStatus(500));

  @Test
  void afterABreakdownTheOtherNamesAreTriedOnce() {
    bob.tap().line(UPGRADED);

    World.Pair pair = world.connect(alice, bob);
    world.pass(Duration.ofSeconds(5));

    List<String> names = bob.tap().sent().stream().map(KeyNamesTest::namesOf).toList();
    assertThat(names).hasSize(2);
    assertThat(names.get(0)).contains("#6LS");
    assertThat(names.get(1)).contains("#key-");
    Oracles.assertMirrored(alice.now(pair.inviter()), bob.now(pair.invitee()));
  }

  @Test
  void namesThatWorkedAreKeptForWhatFollows() {
    bob.tap().line(UPGRADED);
    World.Pair pair = world.connect(alice, bob);
    world.pass(Duration.ofSeconds(5));

    bob.messages().send(pair.invitee().id(), new BasicMessage("in the new names"));
    world.pass(Duration.ofSeconds(5));

    assertThat(alice.heard()).containsExactly("in the new names");
    assertThat(bob.tap().sent()).hasSize(3);
  }

  @Test
  void otherFailuresDoNotChangeTheNames() {
    bob.tap().line(Tap.answering(Answer.ofHttpStatus(503)));

    world.connect(alice, bob);
    world.pass(Duration.ofMinutes(5));

    assertThat(bob.tap().sent())
        .hasSizeGreaterThan(5)
        .allSatisfy(packed -> assertThat(namesOf(packed)).contains("#6LS"));
  }

  @Test
  void aSecondBreakdownReturnsToTheFirstNames() {
    bob.tap().line(Tap.answering(Answer.ofHttpStatus(500)));

    world.connect(alice, bob);
    world.pass(Duration.ofMinutes(5));

    List<String> names = bob.tap().sent().stream().map(KeyNamesTest::namesOf).toList();
    assertThat(names.get(1)).contains("#key-");
    assertThat(names.subList(2, names.size()))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(name).contains("#6LS"));
  }

  private static String namesOf(byte[] packed) {
    String header = new JsonReader(Limits.defaults()).read(packed).getString("protected");
    return new String(Base64Url.decode(header), StandardCharsets.UTF_8);
  }
}
