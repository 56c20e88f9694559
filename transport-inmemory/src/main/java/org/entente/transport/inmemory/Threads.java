package org.entente.transport.inmemory;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Real time: a timer thread that hands what is due to workers, all of them daemons. Thread-safe.
 */
final class Threads implements Scheduler, AutoCloseable {
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(daemons("entente-memory-timer"));
  // The network lets each member occupy only a few, so this cannot grow beyond members times few.
  private final ExecutorService workers = Executors.newCachedThreadPool(daemons("entente-memory-"));

  @Override
  public void schedule(Duration delay, Runnable task) {
    try {
      if (delay.isZero()) {
        workers.execute(task);
      } else {
        Future<?> unused =
            timer.schedule(() -> workers.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (RejectedExecutionException e) {
      // Closed: nothing runs any more, and the network answers what is left.
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdown();
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
