package org.entente.pipeline;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** A driver that keeps callbacks until the test runs them, in its own thread. */
final class Collected implements Driver {
  final Deque<Runnable> callbacks = new ArrayDeque<>();

  void runAll() {
    while (!callbacks.isEmpty()) {
      callbacks.poll().run();
    }
  }

  @Override
  public void executeCallback(Runnable callback) {
    callbacks.add(callback);
  }

  @Override
  public void start(Turn turn) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void wake() {}

  @Override
  public void execute(Runnable work) {
    work.run();
  }

  @Override
  public <T> T await(CompletableFuture<T> result, Duration timeout) {
    return result.join();
  }

  @Override
  public void close() {}
}
