package org.entente.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionState;
import org.entente.connection.Outcome;
import org.entente.transport.Registration;
import org.junit.jupiter.api.Test;

class EventsTest {
  private final Collected driver = new Collected();
  private final Waiters waiters = new Waiters();
  private final Events events = new Events(driver, waiters);
  private final List<String> told = new ArrayList<>();

  @Test
  void theStepsOfOneConnectionAreToldInOrderInOneCallback() {
    events.listen(this::note);

    Steps.story("a").forEach(outcome -> events.tell(events.enqueue(outcome.steps())));

    assertThat(driver.callbacks).hasSize(1);
    driver.runAll();
    assertThat(told).containsExactly("a1", "a2", "a3", "a4", "a5");
  }

  @Test
  void stepsThatComeWhileOthersAreToldWaitTheirTurn() {
    List<Outcome> story = Steps.story("a");
    events.listen(
        step -> {
          note(step);
          if (step.connection().eventCount() == 1) {
            story.subList(1, 4).forEach(outcome -> events.tell(events.enqueue(outcome.steps())));
          }
        });

    events.tell(events.enqueue(story.get(0).steps()));
    driver.runAll();

    assertThat(told).containsExactly("a1", "a2", "a3", "a4", "a5");
  }

  @Test
  void differentConnectionsAreToldSideBySide() {
    events.listen(this::note);
    events.tell(events.enqueue(Steps.accepted("a").steps()));
    events.tell(events.enqueue(Steps.accepted("b").steps()));

    Runnable first = driver.callbacks.poll();
    Runnable second = driver.callbacks.poll();
    second.run();
    first.run();

    assertThat(told).containsExactly("b1", "b2", "a1", "a2");
  }

  @Test
  void aConnectionThatWasToldIsToldAgainLater() {
    List<Outcome> story = Steps.story("a");
    events.listen(this::note);
    events.tell(events.enqueue(story.get(0).steps()));
    driver.runAll();

    events.tell(events.enqueue(story.get(1).steps()));
    driver.runAll();

    assertThat(told).containsExactly("a1", "a2", "a3");
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    events.listen(
        step -> {
          throw new IllegalStateException("on purpose");
        });
    events.listen(this::note);

    Steps.story("a").forEach(outcome -> events.tell(events.enqueue(outcome.steps())));
    driver.runAll();

    assertThat(told).hasSize(5);
  }

  @Test
  void aListenerThatFailsWithAnErrorHarmsNobodyEither() {
    List<Outcome> story = Steps.story("a");
    events.listen(
        step -> {
          throw new AssertionError("on purpose");
        });
    events.listen(this::note);

    events.tell(events.enqueue(story.get(0).steps()));
    driver.runAll();
    events.tell(events.enqueue(story.get(1).steps()));
    driver.runAll();

    assertThat(told).containsExactly("a1", "a2", "a3");
  }

  @Test
  void whoHasStoppedListeningIsToldNoMore() {
    Registration registration = events.listen(this::note);
    events.tell(events.enqueue(Steps.accepted("a").steps()));
    driver.runAll();

    registration.close();
    events.tell(events.enqueue(Steps.accepted("b").steps()));
    driver.runAll();

    assertThat(told).containsExactly("a1", "a2");
  }

  @Test
  void waitersHearOfAStepWithoutAnyListener() {
    CompletableFuture<Connection> sent =
        waiters.add("a", c -> c.state() == ConnectionState.CONNECTION_REQUEST_SENT);

    Steps.story("a").forEach(outcome -> events.tell(events.enqueue(outcome.steps())));

    assertThat(sent).isCompleted();
    assertThat(driver.callbacks).isEmpty();
  }

  private void note(Outcome.Step step) {
    told.add(step.connection().id() + step.connection().eventCount());
  }
}
