package org.entente.transport.inmemory;

import java.time.Duration;

/**
 * What an {@link InMemoryNetwork} does to messages. Immutable.
 *
 * <p>Each fault is drawn for every message on its own, from the network's seeded random numbers.
 * The probabilities are from 0 to 1; out of range is an {@link IllegalArgumentException}.
 */
public final class Faults {
  private static final Faults NONE = new Faults(0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO);

  private final double loseRequest;
  private final double loseAnswer;
  private final double duplicate;
  private final double corrupt;
  private final double reorder;
  private final Duration maxDelay;
  private final Duration patience;

  private Faults(
      double loseRequest,
      double loseAnswer,
      double duplicate,
      double corrupt,
      double reorder,
      Duration maxDelay,
      Duration patience) {
    this.loseRequest = loseRequest;
    this.loseAnswer = loseAnswer;
    this.duplicate = duplicate;
    this.corrupt = corrupt;
    this.reorder = reorder;
    this.maxDelay = maxDelay;
    this.patience = patience;
  }

  /** A network that delivers everything once, at once and unchanged. */
  public static Faults none() {
    return NONE;
  }

  /** Messages that never arrive; the sender is told to try later. */
  public Faults loseRequests(double probability) {
    return new Faults(
        checked(probability), loseAnswer, duplicate, corrupt, reorder, maxDelay, patience);
  }

  /** Messages that arrive while the sender is told to try later. */
  public Faults loseAnswers(double probability) {
    return new Faults(
        loseRequest, checked(probability), duplicate, corrupt, reorder, maxDelay, patience);
  }

  /** Messages that arrive twice; the sender gets the answer that is there first. */
  public Faults duplicate(double probability) {
    return new Faults(
        loseRequest, loseAnswer, checked(probability), corrupt, reorder, maxDelay, patience);
  }

  /** Messages that arrive with one bit turned over. */
  public Faults corrupt(double probability) {
    return new Faults(
        loseRequest, loseAnswer, duplicate, checked(probability), reorder, maxDelay, patience);
  }

  /**
   * Messages held back for up to twice the greatest delay, or 10 ms, so that later ones overtake.
   */
  public Faults reorder(double probability) {
    return new Faults(
        loseRequest, loseAnswer, duplicate, corrupt, checked(probability), maxDelay, patience);
  }

  /** Messages and answers each take any time up to this one, which reorders them too. */
  public Faults delayUpTo(Duration longest) {
    return new Faults(
        loseRequest, loseAnswer, duplicate, corrupt, reorder, checked(longest), patience);
  }

  /** How long a sender waits for an answer that will not come; at first no time at all. */
  public Faults noticeLossAfter(Duration time) {
    return new Faults(
        loseRequest, loseAnswer, duplicate, corrupt, reorder, maxDelay, checked(time));
  }

  double loseRequest() {
    return loseRequest;
  }

  double loseAnswer() {
    return loseAnswer;
  }

  double duplicate() {
    return duplicate;
  }

  double corrupt() {
    return corrupt;
  }

  double reorder() {
    return reorder;
  }

  Duration maxDelay() {
    return maxDelay;
  }

  Duration patience() {
    return patience;
  }

  private static double checked(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("not a probability: " + probability);
    }
    return probability;
  }

  private static Duration checked(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("negative: " + time);
    }
    return time;
  }

  @Override
  public String toString() {
    return "Faults(loseRequests "
        + loseRequest
        + ", loseAnswers "
        + loseAnswer
        + ", duplicate "
        + duplicate
        + ", corrupt "
        + corrupt
        + ", reorder "
        + reorder
        + ", delayUpTo "
        + maxDelay
        + ", noticeLossAfter "
        + patience
        + ")";
  }
}
