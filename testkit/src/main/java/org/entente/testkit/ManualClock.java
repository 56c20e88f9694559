package org.entente.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands still until it is told otherwise.
 *
 * <p>It has two hands, as a computer has: what the wall clock shows, which may be set, and the time
 * that has gone by, which only grows. {@link #advance} moves both, {@link #jump} and {@link #set}
 * move the wall clock alone. Thread-safe.
 */
public final class ManualClock extends Clock {
  /** What a new clock shows unless told otherwise. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** What the views of one clock share. */
  private static final class Hand {
    private Instant now;
    private Duration elapsed = Duration.ZERO;

    Hand(Instant now) {
      this.now = now;
    }

    synchronized Instant now() {
      return now;
    }

    synchronized void set(Instant time) {
      now = time;
    }

    synchronized Duration elapsed() {
      return elapsed;
    }

    synchronized Instant advance(Duration by) {
      elapsed = elapsed.plus(by);
      return jump(by);
    }

    synchronized Instant jump(Duration by) {
      now = now.plus(by);
      return now;
    }
  }

  private final Hand hand;
  private final ZoneId zone;

  /** A clock that shows {@link #START}. */
  public ManualClock() {
    this(START);
  }

  /** A clock that shows {@code now}. */
  public ManualClock(Instant now) {
    this(new Hand(now), ZoneOffset.UTC);
  }

  private ManualClock(Hand hand, ZoneId zone) {
    this.hand = hand;
    this.zone = zone;
  }

  /** Sets the wall clock, forwards or backwards, as an operator would; no time goes by. */
  public void set(Instant time) {
    hand.set(time);
  }

  /**
   * Sets the wall clock forwards or backwards by so much; no time goes by.
   *
   * @param by how far; backwards if negative
   * @return what the wall clock shows now
   */
  public Instant jump(Duration by) {
    return hand.jump(by);
  }

  /**
   * Lets time go by, which the wall clock shows.
   *
   * @return what the wall clock shows now
   * @throws IllegalArgumentException if it is negative; {@link #jump} sets the wall clock back
   */
  public Instant advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time does not go back; jump sets the wall clock back");
    }
    return hand.advance(by);
  }

  /** How much time has gone by since the clock was made, however often it was set. */
  public Duration elapsed() {
    return hand.elapsed();
  }

  @Override
  public Instant instant() {
    return hand.now();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** The same clock seen from another zone: setting one sets both. */
  @Override
  public Clock withZone(ZoneId zone) {
    return new ManualClock(hand, zone);
  }
}
