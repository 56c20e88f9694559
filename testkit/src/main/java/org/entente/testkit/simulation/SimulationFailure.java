package org.entente.testkit.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something happened in a {@link Simulation} that must never happen. The message says what, with
 * the seed that repeats it and what had happened before.
 */
public final class SimulationFailure extends AssertionError {
  private static final long serialVersionUID = 1L;

  private final long seed;

  SimulationFailure(long seed, String what, List<String> history, @Nullable Throwable cause) {
    super(
        "seed " + seed + ": " + what + "\nwhat had happened:\n  " + String.join("\n  ", history),
        cause);
    this.seed = seed;
  }

  /** Repeats it. */
  public long seed() {
    return seed;
  }
}
