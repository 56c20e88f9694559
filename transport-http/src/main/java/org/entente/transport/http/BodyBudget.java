package org.entente.transport.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that unfinished bodies may take together. Bodies of ordinary size are not counted, so
 * that those who send big ones slowly shut out nobody else. Thread-safe.
 */
final class BodyBudget {
  /** What every connection may use without asking. */
  static final int FREE_BYTES = 64 << 10;

  private final AtomicLong left;

  BodyBudget(long bytes) {
    this.left = new AtomicLong(bytes);
  }

  /** Takes some of it; false, and nothing taken, if there is not enough left. */
  boolean take(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    return false;
  }

  void giveBack(long bytes) {
    left.addAndGet(bytes);
  }
}
