package org.entente.testkit.simulation;

import java.time.Duration;
import java.util.Random;

/** Draws what goes wrong, in bad times only. Not thread-safe. */
final class Fortune {
  private static final Duration LEAST = Duration.ofSeconds(1);

  private final Random random;
  private final Hardships hardships;
  private boolean bad;

  Fortune(Random random, Hardships hardships) {
    this.random = random;
    this.hardships = hardships;
  }

  Hardships hardships() {
    return hardships;
  }

  void bad(boolean now) {
    bad = now;
  }

  boolean isBad() {
    return bad;
  }

  boolean crashes() {
    return strikes(hardships.crash());
  }

  boolean storageFails() {
    return strikes(hardships.storageFault() / 2);
  }

  boolean isInterrupted() {
    return strikes(hardships.interleaving());
  }

  /** One of two, in good times too. */
  boolean tossUp() {
    return random.nextBoolean();
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Any time up to this one. */
  Duration upTo(Duration longest) {
    return Duration.ofMillis((long) (random.nextDouble() * longest.toMillis()));
  }

  /** The time until something that happens so often on average. */
  Duration until(Duration every) {
    return Duration.ofMillis((long) (-Math.log(1 - random.nextDouble()) * every.toMillis()));
  }

  /** From a second on; as likely from one to two as from one hour to two. */
  Duration ofAnySize(Duration largest) {
    double orders = Math.log((double) largest.toMillis() / LEAST.toMillis());
    return Duration.ofMillis((long) (LEAST.toMillis() * Math.exp(random.nextDouble() * orders)));
  }

  private boolean strikes(double probability) {
    return bad && probability > 0 && random.nextDouble() < probability;
  }
}
