package org.entente.pipeline;

import java.security.SecureRandom;
import java.time.Duration;

/**
 * How long to wait between attempts: one second, doubling to an hour, each a fifth more or less.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final double JITTER = 0.2;

  private final SecureRandom random;

  Backoff(SecureRandom random) {
    this.random = random;
  }

  /**
   * The wait after some attempts.
   *
   * @param attempts made so far, at least 1
   */
  Duration after(int attempts) {
    int doublings = Math.min(attempts - 1, 12); // 2¹² seconds are more than an hour
    long millis = Math.min(FIRST.toMillis() << doublings, LONGEST.toMillis());
    double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return Duration.ofMillis((long) (millis * factor));
  }
}
