package org.entente.transport.inmemory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What will happen to one message, drawn in full when it is sent, so that the draws depend on the
 * order of sending alone. Immutable.
 */
record Fate(
    List<Duration> arrivals,
    boolean losesAnswer,
    int flippedBit,
    Duration wayBack,
    Duration patience) {
  private static final int UNCHANGED = -1;
  private static final Duration LEAST_HOLD = Duration.ofMillis(10);

  Fate {
    arrivals = List.copyOf(arrivals);
  }

  static Fate draw(Faults faults, Random random, int bytes) {
    List<Duration> arrivals = new ArrayList<>();
    if (random.nextDouble() >= faults.loseRequest()) {
      arrivals.add(delay(faults, random));
      if (random.nextDouble() < faults.duplicate()) {
        arrivals.add(delay(faults, random));
      }
    }
    boolean losesAnswer = random.nextDouble() < faults.loseAnswer();
    boolean corrupt = random.nextDouble() < faults.corrupt() && bytes > 0;
    int flippedBit = corrupt ? random.nextInt(Math.multiplyExact(bytes, 8)) : UNCHANGED;
    return new Fate(
        arrivals, losesAnswer, flippedBit, upTo(faults.maxDelay(), random), faults.patience());
  }

  /** A copy for the receiver. */
  byte[] asItArrives(byte[] packed) {
    byte[] copy = packed.clone();
    if (flippedBit != UNCHANGED) {
      copy[flippedBit / 8] ^= (byte) (1 << (flippedBit % 8));
    }
    return copy;
  }

  private static Duration delay(Faults faults, Random random) {
    Duration delay = upTo(faults.maxDelay(), random);
    if (random.nextDouble() >= faults.reorder()) {
      return delay;
    }
    Duration twice = faults.maxDelay().multipliedBy(2);
    return delay.plus(upTo(twice.compareTo(LEAST_HOLD) > 0 ? twice : LEAST_HOLD, random));
  }

  private static Duration upTo(Duration longest, Random random) {
    return longest.isZero()
        ? Duration.ZERO
        : Duration.ofNanos((long) (random.nextDouble() * longest.toNanos()));
  }
}
