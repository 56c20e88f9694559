package org.entente.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/**
 * What turns an agent: it alone has threads and waits. {@link ThreadDriver} is the default; the
 * test kit has one that a test turns by hand. Implementations must be thread-safe.
 */
public interface Driver extends AutoCloseable {
  /** What an agent does when it is turned. */
  @FunctionalInterface
  interface Turn {
    /**
     * Does what is due, without blocking for a peer.
     *
     * @return when to be turned again, if not woken before; empty if only waking helps
     */
    Optional<Instant> turn();
  }

  /** Starts to turn, at once and then whenever it is due. Called once. */
  void start(Turn turn);

  /** Has the turn done soon: something may be due now. */
  void wake();

  /** Runs a piece of the agent's own work soon. */
  void execute(Runnable work);

  /**
   * Runs code of the application soon; it may take long, and block, without holding up the agent.
   */
  void executeCallback(Runnable callback);

  /**
   * Waits for a result.
   *
   * @throws TimeoutException if it does not come in time, by the ticker
   * @throws InterruptedException if the waiting thread is interrupted
   * @throws IllegalStateException if waiting cannot help, as when a test that turns the agent by
   *     hand has nothing left to turn
   */
  <T> T await(CompletableFuture<T> result, Duration timeout)
      throws TimeoutException, InterruptedException;

  /** Stops turning; work that was handed over is finished. */
  @Override
  void close();
}
