package org.entente.testkit;

import java.security.SecureRandom;
import java.util.Random;

/**
 * Random numbers that a seed repeats, for tests that must run the same way twice: give it to {@code
 * Agent.Builder.random}. Nothing about it is secure. Thread-safe.
 */
public final class SeededRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final Random random;

  /** With a seed, to be printed when the test fails. */
  public SeededRandom(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public synchronized void nextBytes(byte[] bytes) {
    random.nextBytes(bytes);
  }
}
