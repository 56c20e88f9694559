package org.entente.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.entente.connection.Connection;
import org.entente.message.BasicMessage;
import org.entente.storage.StorageException;
import org.entente.testkit.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theExampleOfTheJavadocHolds(long seed) {
    Simulation.play(
        seed,
        Hardships.usual(),
        simulation -> {
          List<String> heard = new ArrayList<>();
          SimulatedAgent alice = simulation.agent("alice", agent -> {});
          SimulatedAgent bob =
              simulation.agent(
                  "bob",
                  agent -> // again after each crash
                  agent
                          .messages()
                          .onReceived(
                              BasicMessage.KIND, (from, text) -> heard.add(text.content())));

          Connection atAlice = alice.agent().connections().invite("Chat with Bob");
          bob.agent().connections().accept(atAlice.invitation());
          simulation.run(Duration.ofMinutes(5)); // bad times
          simulation.settle(); // good times, and then all must be well

          alice.agent().messages().send(atAlice.id(), new BasicMessage("Hello, Bob"));
          simulation.run(Duration.ofMinutes(5));
          simulation.settle();
          assertThat(heard).contains("Hello, Bob");
        });
  }

  @Test
  void aStoryThatFailsTellsItsSeedAndWhatHadHappened() {
    assertThatExceptionOfType(SimulationFailure.class)
        .isThrownBy(
            () ->
                Simulation.play(
                    17,
                    Hardships.none(),
                    simulation -> {
                      simulation.agent("alice", agent -> {}).agent().connections().invite();
                      throw new IllegalStateException("the story's own");
                    }))
        .satisfies(failure -> assertThat(failure.seed()).isEqualTo(17))
        .withMessageContainingAll("seed 17", "the story's own", "alice starts", "InvitationCreated")
        .withCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void whoCrashesForgetsWhatItWasAboutToDoAndGoesOnAfterwards() {
    try (Simulation simulation = Simulation.seeded(1, Hardships.none())) {
      SimulatedAgent alice = simulation.agent("alice", agent -> {});
      SimulatedAgent bob = simulation.agent("bob", agent -> {});
      Connection atAlice = alice.agent().connections().invite();
      bob.agent().connections().accept(atAlice.invitation());

      bob.crash();
      simulation.run(Duration.ofMinutes(1));
      assertThat(alice.agent().connections().get(atAlice.id()).isEstablished()).isFalse();
      assertThatThrownBy(bob::agent).isInstanceOf(IllegalStateException.class);

      bob.restart();
      simulation.run(Duration.ofMinutes(1));
      assertThat(alice.agent().connections().get(atAlice.id()).isEstablished()).isTrue();
      assertThat(bob.crashes()).isOne();
    }
  }

  @Test
  void oneSeedTellsOneHistory() {
    assertThat(historyOf(7)).isNotEmpty().isEqualTo(historyOf(7)).isNotEqualTo(historyOf(8));
  }

  @Test
  void anApplicationBeginsAnewWithEachLife() {
    List<String> begun = new ArrayList<>();
    try (Simulation simulation = Simulation.seeded(1, Hardships.none())) {
      SimulatedAgent alice = simulation.agent("alice", agent -> begun.add(agent.name()));

      alice.crash();
      alice.restart();

      assertThat(begun).containsExactly("alice", "alice");
    }
  }

  @Test
  void whoIsCutOffIsReachedAgainWhenThatIsTakenBack() {
    try (Simulation simulation = Simulation.seeded(1, Hardships.none())) {
      SimulatedAgent alice = simulation.agent("alice", agent -> {});
      SimulatedAgent bob = simulation.agent("bob", agent -> {});
      alice.cutOff(true);
      Connection atBob =
          bob.agent().connections().accept(alice.agent().connections().invite().invitation());

      simulation.run(Duration.ofMinutes(1));
      assertThat(bob.agent().connections().get(atBob.id()).isEstablished()).isFalse();
      alice.cutOff(false);
      simulation.settle();

      assertThat(bob.agent().connections().get(atBob.id()).isEstablished()).isTrue();
    }
  }

  @Test
  void aClockThatIsSetEndsNothingThatHasTime() {
    try (Simulation simulation = Simulation.seeded(1, Hardships.none())) {
      SimulatedAgent alice = simulation.agent("alice", agent -> {});
      SimulatedAgent bob = simulation.agent("bob", agent -> {});
      bob.agent().connections().accept(alice.agent().connections().invite().invitation());

      simulation.jump(Duration.ofHours(-5));
      simulation.jump(Duration.ofHours(10));
      simulation.settle();

      assertThat(simulation.now()).isEqualTo(ManualClock.START.plus(Duration.ofHours(5 + 3)));
    }
  }

  @Test
  void aStoreThatFailsIsPassedOverInAnActionAndNothingElse() {
    try (Simulation simulation = Simulation.seeded(1, Hardships.none())) {
      simulation.after(
          Duration.ofSeconds(1),
          () -> {
            throw new StorageException("of the store");
          });
      simulation.run(Duration.ofSeconds(2));
      simulation.after(
          Duration.ofSeconds(1),
          () -> {
            throw new IllegalStateException("of the application");
          });

      assertThatExceptionOfType(SimulationFailure.class)
          .isThrownBy(() -> simulation.run(Duration.ofSeconds(2)))
          .withMessageContaining("of the application");
    }
  }

  @Test
  void aMessageWithoutAHandlerMayWaitForOne() {
    try (Simulation simulation = Simulation.seeded(1, Hardships.none())) {
      SimulatedAgent alice = simulation.agent("alice", agent -> {});
      SimulatedAgent bob = simulation.agent("bob", agent -> {});
      Connection atAlice = alice.agent().connections().invite();
      bob.agent().connections().accept(atAlice.invitation());
      simulation.settle();

      alice.agent().messages().send(atAlice.id(), new BasicMessage("Hello"));

      assertThatNoException().isThrownBy(simulation::settle);
    }
  }

  private static List<String> historyOf(long seed) {
    try (Simulation simulation = Simulation.seeded(seed)) {
      SimulatedAgent alice = simulation.agent("alice", agent -> {});
      SimulatedAgent bob = simulation.agent("bob", agent -> {});
      simulation.after(
          Duration.ofSeconds(1),
          () -> {
            if (alice.isUp() && bob.isUp()) {
              bob.agent().connections().accept(alice.agent().connections().invite().invitation());
            }
          });
      simulation.run(Duration.ofMinutes(5));
      simulation.settle();
      return simulation.history();
    }
  }
}
