package org.entente.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.entente.transport.Answer;

/**
 * Sends so many messages at a time to each host, so that a slow one gets no more than its share and
 * holds up nobody else. When one cannot be reached, those that wait for it need not try.
 * Thread-safe.
 */
final class Destinations {
  private final int mostInFlight;
  private final Map<String, Lane> lanes = new HashMap<>();

  /**
   * What came of a message.
   *
   * @param answer empty if it was not sent, because it had waited too long
   * @param isAttempt whether it was sent, and the answer is its own
   */
  record Result(Optional<Answer> answer, boolean isAttempt) {}

  private record Waiting(
      Supplier<CompletionStage<Optional<Answer>>> send, CompletableFuture<Result> result) {}

  private static final class Lane {
    private int inFlight;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
  }

  Destinations(int mostInFlight) {
    this.mostInFlight = mostInFlight;
  }

  /**
   * Sends when the destination's turn has come.
   *
   * @param send starts sending, and completes with the answer, or with nothing if it is too late
   */
  CompletionStage<Result> send(
      String destination, Supplier<CompletionStage<Optional<Answer>>> send) {
    Waiting message = new Waiting(send, new CompletableFuture<>());
    synchronized (lanes) {
      Lane lane = lanes.computeIfAbsent(destination, key -> new Lane());
      if (lane.inFlight == mostInFlight) {
        lane.waiting.add(message);
        return message.result();
      }
      lane.inFlight++;
    }
    start(destination, message);
    return message.result();
  }

  private void start(String destination, Waiting message) {
    CompletionStage<Optional<Answer>> sending;
    try {
      sending = message.send().get();
    } catch (RuntimeException e) {
      sending = CompletableFuture.failedFuture(e);
    }
    sending.whenComplete(
        (answer, failure) -> {
          next(destination, answer);
          if (failure != null) {
            message.result().completeExceptionally(failure);
          } else {
            message.result().complete(new Result(answer, true));
          }
        });
  }

  private void next(String destination, Optional<Answer> answer) {
    List<Waiting> spared = new ArrayList<>();
    Waiting next = null;
    synchronized (lanes) {
      Lane lane = lanes.get(destination);
      if (lane == null) {
        return;
      }
      if (answer != null && answer.map(Answer::kind).equals(Optional.of(Answer.Kind.TRY_LATER))) {
        spared.addAll(lane.waiting);
        lane.waiting.clear();
      }
      next = lane.waiting.poll();
      if (next == null && --lane.inFlight == 0) {
        lanes.remove(destination);
      }
    }
    spared.forEach(message -> message.result().complete(new Result(answer, false)));
    if (next != null) {
      start(destination, next);
    }
  }
}
