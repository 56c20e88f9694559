package org.entente.pipeline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns an agent with threads: one that waits for what is due, a few that work, and some for code
 * of the application. All are daemons, named after the agent. Thread-safe.
 */
public final class ThreadDriver implements Driver {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadDriver.class);

  /** At least this often due times are looked at again: the wall clock may have been set. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(5);

  private static final int CALLBACK_THREADS = 32;
  private static final long LONGEST_CLOSING_SECONDS = 10;

  /**
   * Set in threads of ours: one of them may be the one that closes, and must not wait for itself.
   */
  private static final ThreadLocal<@Nullable ThreadDriver> OURS = new ThreadLocal<>();

  private final Clock clock;
  private final ThreadFactory threads;
  private final ExecutorService work;
  private final ExecutorService callbacks;
  private final Object monitor = new Object();
  private @Nullable Thread turner;
  private boolean woken;
  private boolean closed;

  /** The driver of one agent. */
  public ThreadDriver(String agentName, Clock clock) {
    this.clock = clock;
    AtomicInteger count = new AtomicInteger();
    this.threads =
        task -> {
          Thread thread =
              new Thread(
                  () -> {
                    OURS.set(this);
                    task.run();
                  },
                  "entente-" + agentName + "-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    this.work = pool(2 * Runtime.getRuntime().availableProcessors());
    this.callbacks = pool(CALLBACK_THREADS);
  }

  @Override
  public void start(Turn turn) {
    synchronized (monitor) {
      turner = threads.newThread(() -> run(turn));
      turner.start();
    }
  }

  @Override
  public void wake() {
    synchronized (monitor) {
      woken = true;
      monitor.notifyAll();
    }
  }

  @Override
  public void execute(Runnable task) {
    submit(work, task);
  }

  @Override
  public void executeCallback(Runnable callback) {
    submit(callbacks, callback);
  }

  @Override
  public <T> T await(CompletableFuture<T> result, Duration timeout)
      throws TimeoutException, InterruptedException {
    try {
      return result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a wait ended with a checked exception", e.getCause());
    }
  }

  @Override
  public void close() {
    synchronized (monitor) {
      closed = true;
      monitor.notifyAll();
    }
    work.shutdown();
    callbacks.shutdown();
    if (OURS.get() == this) {
      return;
    }
    try {
      Thread thread = turner;
      if (thread != null) {
        thread.join(TimeUnit.SECONDS.toMillis(LONGEST_CLOSING_SECONDS));
      }
      if (!work.awaitTermination(LONGEST_CLOSING_SECONDS, TimeUnit.SECONDS)
          || !callbacks.awaitTermination(LONGEST_CLOSING_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("work or callbacks are still going on after the agent was closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Turn turn) {
    while (true) {
      synchronized (monitor) {
        if (closed) {
          return;
        }
        woken = false;
      }
      Optional<Instant> next;
      try {
        next = turn.turn();
      } catch (Throwable e) {
        // the thread's top: without it nothing would be tried again
        LOG.error("turning the agent failed; trying again", e);
        next = Optional.of(clock.instant().plusSeconds(1));
      }
      rest(next);
    }
  }

  private void rest(Optional<Instant> next) {
    Duration until = next.map(due -> Duration.between(clock.instant(), due)).orElse(LONGEST_REST);
    Duration rest = until.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : until;
    synchronized (monitor) {
      if (woken || closed || rest.isZero() || rest.isNegative()) {
        return;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(monitor, rest.toNanos());
      } catch (InterruptedException e) {
        // nobody has reason to interrupt this thread, and it must not end
        LOG.warn("the agent's driver was interrupted; it goes on");
      }
    }
  }

  private static void submit(ExecutorService pool, Runnable task) {
    try {
      pool.execute(() -> runSafely(task));
    } catch (RejectedExecutionException e) {
      // Closed meanwhile: what the task would have noted is in the store, or is done again.
      LOG.debug("work came after the agent was closed");
    }
  }

  private static void runSafely(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      LOG.error("work of the agent failed", e);
    }
  }

  private ThreadPoolExecutor pool(int size) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size, size, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
