package org.entente.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.entente.pipeline.Destinations.Result;
import org.entente.transport.Answer;
import org.junit.jupiter.api.Test;

class DestinationsTest {
  private static final int MOST = 2;

  private final Destinations destinations = new Destinations(MOST);

  /** The sends that were started, in order; the test answers them. */
  private final List<CompletableFuture<Optional<Answer>>> started = new ArrayList<>();

  @Test
  void aDestinationGetsNoMoreThanItsShare() {
    for (int i = 0; i < 10; i++) {
      begin("slow");
    }

    assertThat(started).hasSize(MOST);
  }

  @Test
  void theNextOneStartsWhenOneIsAnsweredInTheOrderOfAsking() {
    List<CompletableFuture<Result>> results = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      results.add(send("a"));
    }

    for (int i = 0; i < 5; i++) {
      assertThat(started).hasSize(Math.min(5, MOST + i));
      started.get(i).complete(Optional.of(Answer.accepted()));
      assertThat(results.get(i)).isCompleted();
    }
    assertThat(results).allSatisfy(result -> assertThat(result.join().isAttempt()).isTrue());
  }

  @Test
  void oneDestinationDoesNotHoldUpAnother() {
    for (int i = 0; i < 10; i++) {
      begin("slow");
    }

    CompletableFuture<Result> result = send("fast");

    assertThat(started).hasSize(MOST + 1);
    started.get(MOST).complete(Optional.of(Answer.accepted()));
    assertThat(result).isCompleted();
  }

  @Test
  void whatWaitsForADestinationThatFailsIsSparedItsAttempt() {
    List<CompletableFuture<Result>> results = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      results.add(send("down"));
    }
    Answer answer = Answer.tryLater("connection refused");

    started.get(0).complete(Optional.of(answer));

    assertThat(started).hasSize(MOST);
    assertThat(results.get(0).join()).isEqualTo(new Result(Optional.of(answer), true));
    assertThat(results.get(1)).isNotCompleted();
    for (CompletableFuture<Result> spared : results.subList(MOST, 5)) {
      assertThat(spared.join()).isEqualTo(new Result(Optional.of(answer), false));
    }
  }

  @Test
  void afterAFailureADestinationIsTriedAgain() {
    begin("down");
    begin("down");
    begin("down");
    started.get(0).complete(Optional.of(Answer.tryLater("x")));
    started.get(1).complete(Optional.of(Answer.tryLater("x")));

    begin("down");
    begin("down");
    begin("down");

    assertThat(started).hasSize(2 * MOST);
  }

  @Test
  void aRefusalConcernsOneMessageAlone() {
    begin("a");
    begin("a");
    CompletableFuture<Result> waiting = send("a");

    started.get(0).complete(Optional.of(Answer.refused("HTTP 422")));

    assertThat(started).hasSize(MOST + 1);
    assertThat(waiting).isNotCompleted();
  }

  @Test
  void aSendThatThrowsOrFailsGivesItsPlaceAway() {
    CompletableFuture<Result> thrown =
        destinations
            .send(
                "a",
                () -> {
                  throw new IllegalStateException("on purpose");
                })
            .toCompletableFuture();
    CompletableFuture<Result> failed = send("a");
    started.get(0).completeExceptionally(new IllegalStateException("on purpose"));

    begin("a");
    begin("a");

    assertThat(thrown).isCompletedExceptionally();
    assertThat(failed).isCompletedExceptionally();
    assertThat(started).hasSize(1 + MOST);
  }

  @Test
  void manyThatAreAnsweredAtOnceDoNotExhaustTheStack() {
    int many = 5_000;
    begin("a");
    begin("a");
    List<CompletableFuture<Result>> results = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      // too late: nothing is sent, and nothing waited for
      results.add(
          destinations
              .send("a", () -> CompletableFuture.completedFuture(Optional.empty()))
              .toCompletableFuture());
    }

    started.get(0).complete(Optional.of(Answer.accepted()));

    assertThat(results.stream().filter(CompletableFuture::isDone).count()).isEqualTo(many);
    assertThat(results.stream().noneMatch(CompletableFuture::isCompletedExceptionally)).isTrue();
  }

  private void begin(String destination) {
    var unused = send(destination);
  }

  private CompletableFuture<Result> send(String destination) {
    CompletionStage<Result> result =
        destinations.send(
            destination,
            () -> {
              CompletableFuture<Optional<Answer>> sending = new CompletableFuture<>();
              started.add(sending);
              return sending;
            });
    return result.toCompletableFuture();
  }
}
