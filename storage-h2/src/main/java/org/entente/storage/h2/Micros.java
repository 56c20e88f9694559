package org.entente.storage.h2;

import java.time.Duration;
import java.time.Instant;

/** Times as microseconds since 1970. */
final class Micros {
  private static final long PER_SECOND = 1_000_000;
  private static final long NANOS = 1000;

  private Micros() {}

  /** The time in whole microseconds; one too far away becomes the farthest. */
  static long of(Instant time) {
    long second = time.getEpochSecond();
    long limit = Long.MAX_VALUE / PER_SECOND - 1;
    if (second > limit) {
      return Long.MAX_VALUE;
    }
    if (second < -limit) {
      return -Long.MAX_VALUE;
    }
    return second * PER_SECOND + time.getNano() / NANOS;
  }

  static long of(Duration time) {
    return time.getSeconds() * PER_SECOND + time.getNano() / NANOS;
  }

  static Instant toInstant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * NANOS);
  }
}
