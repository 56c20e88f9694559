package org.entente.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Watches how much processor time the calls of one fuzz target take, and says when one took more
 * than all before it. It begins anew after some thousand calls: what is said before is mostly the
 * compiler's time.
 */
public final class Slowest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long WORTH_SAYING_NANOS = 5_000_000;
  private static final long COLD_CALLS = 20_000;

  private final String target;
  private long calls;
  private long slowest = WORTH_SAYING_NANOS;

  /** For a target of this name. */
  public Slowest(String target) {
    this.target = target;
  }

  /** Runs one call, on one thread. */
  public void time(int inputLength, Runnable call) {
    long start = THREADS.getCurrentThreadCpuTime();
    try {
      call.run();
    } finally {
      long nanos = THREADS.getCurrentThreadCpuTime() - start;
      calls++;
      if (calls == COLD_CALLS) {
        slowest = WORTH_SAYING_NANOS;
      }
      if (nanos > slowest) {
        slowest = nanos;
        System.err.printf(
            "%s: call %d took %.1f ms for %d of input%n", target, calls, nanos / 1e6, inputLength);
      }
    }
  }
}
