package org.entente.pipeline;

/**
 * Time that only goes forward, for measuring waits; what the wall clock says is for showing and for
 * expiry. Implementations must be thread-safe.
 */
@FunctionalInterface
public interface Ticker {
  /** Nanoseconds since some fixed moment. */
  long nanos();
}
