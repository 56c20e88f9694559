package org.entente.transport.http;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.entente.transport.Receipt;
import org.entente.transport.Receiver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that receivers run on: a bounded number, with a bounded number of whole messages
 * waiting for them. Thread-safe.
 */
final class Workers {
  private static final Logger log = LoggerFactory.getLogger(Workers.class);

  /**
   * Many more than processors, since a receiver waits for its store, where callers share a flush.
   */
  private static final int THREADS = 64;

  private static final int WAITING = 256;

  private final Receiver receiver;
  private final ThreadPoolExecutor threads;

  Workers(Receiver receiver) {
    this.receiver = receiver;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            new Daemons("entente-http-worker"));
    threads.allowCoreThreadTimeOut(true);
  }

  /** What takes the receipt, on a worker's thread. */
  @FunctionalInterface
  interface Done {
    void accept(Receipt receipt);
  }

  /** Has the message received; false if there is too much to do already. */
  boolean receive(byte[] packed, Done done) {
    try {
      threads.execute(() -> done.accept(received(packed)));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private Receipt received(byte[] packed) {
    try {
      return receiver.receive(packed);
    } catch (RuntimeException | Error e) {
      log.error("A receiver threw {}", e.getClass().getName());
      return Receipt.of(Receipt.Kind.BUSY);
    }
  }

  /** Takes no more, and waits for what is there. Nobody is interrupted: a store may be at work. */
  void close(long nanos) throws InterruptedException {
    threads.shutdown();
    boolean unused = threads.awaitTermination(nanos, TimeUnit.NANOSECONDS);
  }
}
