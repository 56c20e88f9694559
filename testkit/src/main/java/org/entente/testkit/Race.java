package org.entente.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that start together. */
final class Race {
  /** What a thread does. */
  interface Runner {
    void run(int number) throws Exception;
  }

  private Race() {}

  /** Runs {@code count} threads and waits for all; throws what the first of them threw. */
  static void run(int count, Runner runner) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      CyclicBarrier start = new CyclicBarrier(count);
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        runs.add(
            threads.submit(
                () -> {
                  start.await();
                  runner.run(number);
                  return null;
                }));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    } finally {
      threads.shutdownNow();
    }
  }
}
