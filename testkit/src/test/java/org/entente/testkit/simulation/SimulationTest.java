package org.entente.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.entente.connection.Connection;
import org.entente.message.BasicMessage;
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
}
