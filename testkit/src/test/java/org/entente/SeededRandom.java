package org.entente;

import java.security.SecureRandom;
import java.util.Random;

/** Random numbers that a seed repeats: for tests that must run the same way twice. */
final class SeededRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final Random random;

  SeededRandom(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public synchronized void nextBytes(byte[] bytes) {
    random.nextBytes(bytes);
  }
}
