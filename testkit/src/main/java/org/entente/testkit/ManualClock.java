package org.entente.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is told otherwise. Thread-safe. */
public final class ManualClock extends Clock {
  /** What a new clock shows unless told otherwise. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** What the views of one clock share. */
  private static final class Hand {
    private Instant now;

    Hand(Instant now) {
      this.now = now;
    }

    synchronized Instant now() {
      return now;
    }

    synchronized void set(Instant time) {
      now = time;
    }

    synchronized Instant advance(Duration by) {
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

  /** Sets it, forwards or backwards. */
  public void set(Instant time) {
    hand.set(time);
  }

  /**
   * Moves it.
   *
   * @param by how far; backwards if negative
   * @return the new time
   */
  public Instant advance(Duration by) {
    return hand.advance(by);
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
