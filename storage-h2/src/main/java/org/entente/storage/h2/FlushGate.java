package org.entente.storage.h2;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds a reader back until what it has seen is where a commit promises it to be.
 *
 * <p>H2 shows a transaction to others before it is in the file, and long before the disk has it.
 * Who acts on what it shows, say by telling a peer that a message was accepted already, must not do
 * so before. Thread-safe.
 */
final class FlushGate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition flushed = lock.newCondition();
  private volatile long begun;
  private volatile long finished;

  /** Before a transaction becomes visible; by one thread alone. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  void begin() {
    begun++;
  }

  /** When the transaction is kept, or has failed. */
  void finish() {
    lock.lock();
    try {
      finished = begun;
      flushed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** After a read: waits for the transactions that it may have seen. */
  void await() {
    long seen = begun;
    if (finished >= seen) {
      return;
    }
    lock.lock();
    try {
      while (finished < seen) {
        flushed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
