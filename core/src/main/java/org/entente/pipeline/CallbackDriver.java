package org.entente.pipeline;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * A driver whose callbacks run where the application wants them, or, if they are refused there, on
 * its own threads. Thread-safe.
 */
public final class CallbackDriver implements Driver {
  private final Driver driver;
  private final Executor callbacks;

  /** The driver, but for callbacks. */
  public CallbackDriver(Driver driver, Executor callbacks) {
    this.driver = driver;
    this.callbacks = callbacks;
  }

  @Override
  public void start(Turn turn) {
    driver.start(turn);
  }

  @Override
  public void wake() {
    driver.wake();
  }

  @Override
  public void execute(Runnable work) {
    driver.execute(work);
  }

  @Override
  public void executeCallback(Runnable callback) {
    try {
      callbacks.execute(callback);
    } catch (RejectedExecutionException e) {
      // full or shut down; what is committed must be told all the same
      driver.executeCallback(callback);
    }
  }

  @Override
  public <T> T await(CompletableFuture<T> result, Duration timeout)
      throws TimeoutException, InterruptedException {
    return driver.await(result, timeout);
  }

  @Override
  public void close() {
    driver.close();
  }
}
