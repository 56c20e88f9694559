package org.entente.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.entente.storage.ClockShift;

/**
 * Notices that the wall clock was set, by comparing it with the ticker, and across a death with the
 * time that was last written down. Not thread-safe.
 *
 * <p>After a step back, what waits would wait longer by the step; after a step forward, deadlines
 * would pass that nobody had the chance to keep. A due time that has passed by a step forward harms
 * nobody: it is one attempt.
 */
final class ClockWatch {
  /** The name under which the time is written down; not one that an application can take. */
  static final String FOLLOWER = "entente.clock";

  /** Less than this is a correction, and not worth a write. */
  private static final Duration STEP = Duration.ofSeconds(10);

  private Instant lastTime;
  private long lastTicks;

  /** Both clocks as they were read at one moment; so are those of the other methods. */
  ClockWatch(Instant now, long ticks) {
    this.lastTime = now;
    this.lastTicks = ticks;
  }

  /** By how much to move what waits, if the clock was set since the last time {@link #noted}. */
  Optional<ClockShift> look(Instant now, long ticks) {
    Duration gone = Duration.ofNanos(ticks - lastTicks);
    return shift(Duration.between(lastTime, now).minus(gone).truncatedTo(ChronoUnit.MILLIS));
  }

  /** What waits has been moved, or need not be. */
  void noted(Instant now, long ticks) {
    lastTime = now;
    lastTicks = ticks;
  }

  /** The same for a clock that was set back before we started. */
  static Optional<ClockShift> since(long writtenDown, Instant now) {
    Instant then = Instant.EPOCH.plus(writtenDown, ChronoUnit.MICROS);
    Duration step = Duration.between(then, now);
    return step.isNegative() ? shift(step) : Optional.empty();
  }

  static long toWriteDown(Instant now) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, now);
  }

  private static Optional<ClockShift> shift(Duration step) {
    if (step.abs().compareTo(STEP) < 0) {
      return Optional.empty();
    }
    return Optional.of(new ClockShift(step.isNegative() ? step : Duration.ZERO, step));
  }
}
