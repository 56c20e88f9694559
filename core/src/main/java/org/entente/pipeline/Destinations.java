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

  // A loop, for sends that are answered at once: many in a row would exhaust the stack.
  private void start(String destination, Waiting first) {
    Optional<Waiting> starting = Optional.of(first);
    while (starting.isPresent()) {
      Waiting message = starting.get();
      CompletableFuture<Optional<Waiting>> next =
          begin(message)
              .toCompletableFuture()
              .handle(
                  (answer, failure) ->
                      failure == null
                          ? answered(destination, message, answer)
                          : failed(destination, message, failure));
      if (!next.isDone()) {
        var unused = next.thenAccept(waiting -> waiting.ifPresent(m -> start(destination, m)));
        return;
      }
      starting = next.getNow(Optional.empty());
    }
  }

  private static CompletionStage<Optional<Answer>> begin(Waiting message) {
    try {
      return message.send().get();
    } catch (Throwable e) {
      // whatever it is: the message must not keep its place for ever
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Gives the message's place to the next one, which is returned. */
  private Optional<Waiting> answered(String destination, Waiting message, Optional<Answer> answer) {
    List<Waiting> spared = new ArrayList<>();
    Optional<Waiting> next = next(destination, answer, spared);
    spared.forEach(other -> other.result().complete(new Result(answer, false)));
    message.result().complete(new Result(answer, true));
    return next;
  }

  private Optional<Waiting> failed(String destination, Waiting message, Throwable failure) {
    Optional<Waiting> next = next(destination, Optional.empty(), new ArrayList<>());
    message.result().completeExceptionally(failure);
    return next;
  }

  private Optional<Waiting> next(
      String destination, Optional<Answer> answer, List<Waiting> spared) {
    synchronized (lanes) {
      Lane lane = lanes.get(destination);
      if (lane == null) {
        return Optional.empty();
      }
      if (answer.map(Answer::kind).equals(Optional.of(Answer.Kind.TRY_LATER))) {
        spared.addAll(lane.waiting);
        lane.waiting.clear();
      }
      Waiting next = lane.waiting.poll();
      if (next == null && --lane.inFlight == 0) {
        lanes.remove(destination);
      }
      return Optional.ofNullable(next);
    }
  }
}
