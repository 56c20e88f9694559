package org.entente.transport.inmemory;

import java.time.Duration;

/**
 * Runs the work of an {@link InMemoryNetwork}: the seam for a driver with a clock of its own.
 *
 * <p>A single-threaded implementation that keeps tasks by due time, and those due at one time in
 * the order they came, makes a network with a fixed seed deterministic. One with several threads
 * must be thread-safe. Receivers run inside the tasks, so a task may block as long as a receiver
 * does.
 */
@FunctionalInterface
public interface Scheduler {
  /** Runs {@code task} once, not before {@code delay} has passed and not inside this call. */
  void schedule(Duration delay, Runnable task);
}
