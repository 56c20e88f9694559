package org.entente.pipeline;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.entente.limits.Limit;
import org.entente.limits.Limits;

/** Lets so many unpack at a time and so many wait; the rest are sent away at once. Thread-safe. */
final class Admission {
  private final Semaphore workers;
  private final AtomicInteger waiting = new AtomicInteger();
  private final int mostWaiting;

  Admission(Limits limits) {
    int configured = limits.of(Limit.UNPACK_WORKERS);
    int processors = Runtime.getRuntime().availableProcessors();
    this.workers = new Semaphore(configured > 0 ? configured : 2 * processors);
    this.mostWaiting = limits.of(Limit.UNPACK_WAITING);
  }

  /** Waits for a turn if there is room to wait. Whoever gets true must leave. */
  boolean enter() {
    if (workers.tryAcquire()) {
      return true;
    }
    if (waiting.incrementAndGet() > mostWaiting) {
      waiting.decrementAndGet();
      return false;
    }
    try {
      workers.acquireUninterruptibly();
      return true;
    } finally {
      waiting.decrementAndGet();
    }
  }

  void leave() {
    workers.release();
  }
}
