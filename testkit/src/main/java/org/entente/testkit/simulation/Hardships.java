package org.entente.testkit.simulation;

import java.time.Duration;
import org.entente.transport.inmemory.Faults;

/**
 * What befalls the agents of a {@link Simulation} while it {@link Simulation#run runs}. Immutable.
 *
 * <p>Probabilities are from 0 to 1, and durations not negative; anything else is an {@link
 * IllegalArgumentException}.
 */
public final class Hardships {
  private static final Duration DAY = Duration.ofDays(1);

  private Faults network = Faults.none();
  private double crash;
  private Duration downFor = Duration.ZERO;
  private double storageFault;
  private double interleaving;
  private Duration cutEvery = Duration.ZERO;
  private Duration cutFor = Duration.ZERO;
  private Duration jumpEvery = Duration.ZERO;
  private Duration jumpForward = Duration.ZERO;
  private Duration jumpBack = Duration.ZERO;

  private Hardships() {}

  private Hardships(Hardships other) {
    network = other.network;
    crash = other.crash;
    downFor = other.downFor;
    storageFault = other.storageFault;
    interleaving = other.interleaving;
    cutEvery = other.cutEvery;
    cutFor = other.cutFor;
    jumpEvery = other.jumpEvery;
    jumpForward = other.jumpForward;
    jumpBack = other.jumpBack;
  }

  /** None: everything works, but in an order that is drawn. */
  public static Hardships none() {
    return new Hardships();
  }

  /** A network that loses a third, and now and then all of the rest. */
  public static Hardships usual() {
    return none()
        .network(
            Faults.none()
                .loseRequests(0.3)
                .loseAnswers(0.3)
                .duplicate(0.2)
                .reorder(0.2)
                .corrupt(0.05)
                .delayUpTo(Duration.ofSeconds(3))
                .noticeLossAfter(Duration.ofSeconds(10)))
        .crashes(0.01, Duration.ofMinutes(2))
        .storageFaults(0.01)
        .interleavings(0.02)
        .partitions(Duration.ofMinutes(5), Duration.ofMinutes(2))
        .clockJumps(Duration.ofMinutes(10), DAY, DAY);
  }

  /** What the network does to messages: loss, duplication, delay, reordering, corruption. */
  public Hardships network(Faults faults) {
    Hardships copy = new Hardships(this);
    copy.network = faults;
    return copy;
  }

  /**
   * Processes that die: before a commit, after it without learning of it, after sending without
   * learning what came of it, or after taking a message without saying so.
   *
   * @param probability at each of these places
   * @param downFor how long it takes at most until the next one starts
   */
  public Hardships crashes(double probability, Duration downFor) {
    Hardships copy = new Hardships(this);
    copy.crash = checked(probability);
    copy.downFor = checked(downFor);
    return copy;
  }

  /**
   * Calls of the storage that fail: one half before anything is done, the other half after it was.
   *
   * @param probability at each call
   */
  public Hardships storageFaults(double probability) {
    Hardships copy = new Hardships(this);
    copy.storageFault = checked(probability);
    return copy;
  }

  /**
   * Something else that happens in the midst of a step, between looking and writing, as with
   * several threads.
   *
   * @param probability at each read
   */
  public Hardships interleavings(double probability) {
    Hardships copy = new Hardships(this);
    copy.interleaving = checked(probability);
    return copy;
  }

  /**
   * Agents that are cut off from all others for a while.
   *
   * @param every how much time there is between two, on average; zero for never
   * @param longest how long one lasts at most
   */
  public Hardships partitions(Duration every, Duration longest) {
    Hardships copy = new Hardships(this);
    copy.cutEvery = checked(every);
    copy.cutFor = checked(longest);
    return copy;
  }

  /**
   * A wall clock that is set, mostly by little and now and then by much. All agents have the same.
   *
   * @param every how much time there is between two jumps, on average; zero for never
   * @param forward how far at most; zero for never forward
   * @param back how far at most; zero for never back
   */
  public Hardships clockJumps(Duration every, Duration forward, Duration back) {
    Hardships copy = new Hardships(this);
    copy.jumpEvery = checked(every);
    copy.jumpForward = checked(forward);
    copy.jumpBack = checked(back);
    return copy;
  }

  Faults network() {
    return network;
  }

  double crash() {
    return crash;
  }

  Duration downFor() {
    return downFor;
  }

  double storageFault() {
    return storageFault;
  }

  double interleaving() {
    return interleaving;
  }

  Duration cutEvery() {
    return cutEvery;
  }

  Duration cutFor() {
    return cutFor;
  }

  Duration jumpEvery() {
    return jumpEvery;
  }

  Duration jumpForward() {
    return jumpForward;
  }

  Duration jumpBack() {
    return jumpBack;
  }

  private static Duration checked(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("not a time that can pass: " + time);
    }
    return time;
  }

  private static double checked(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("not a probability: " + probability);
    }
    return probability;
  }
}
