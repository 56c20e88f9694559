package org.entente.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.entente.message.Invitation;

/**
 * When to give up.
 *
 * @param patience how long after the first attempt, unless something else ends it before
 * @param skew how far the clock of an inviter may be off, who says when an invitation expires
 */
public record Deadlines(Duration patience, Duration skew) {
  /** Longer than this no invitation makes us call its inviter, whatever it says. */
  private static final Duration LONGEST = Duration.ofDays(30);

  /** A request: when the invitation expires, if it says when. */
  public Optional<Instant> forRequest(Invitation invitation, Instant now) {
    Instant latest = now.plus(LONGEST);
    return Optional.of(
        invitation
            .expiresTime()
            .map(time -> time.plus(skew))
            .map(time -> time.isBefore(latest) ? time : latest)
            .orElse(now.plus(patience)));
  }

  /** A response. */
  public Optional<Instant> forResponse(Instant now) {
    return Optional.of(now.plus(patience));
  }

  /** A decision about a request; afterwards nobody waits for it any more. */
  Instant forDecision(Instant now) {
    return now.plus(patience);
  }

  /** A message for the application, whose handler is missing or fails. */
  public Optional<Instant> forHandler(Instant now) {
    return Optional.of(now.plus(patience));
  }

  /** A request or response that the user wants tried again. */
  public Optional<Instant> forRetry(Instant now) {
    return Optional.of(now.plus(patience));
  }

  /** A message of the application. */
  public Optional<Instant> forMessage(Instant now) {
    return Optional.of(now.plus(patience));
  }

  /**
   * Whether a message is so old that we may have forgotten having taken it before. A message that
   * does not say when it was written is never too old.
   */
  boolean isTooOld(Optional<Instant> createdTime, Instant now) {
    return createdTime.filter(forgettable(now).plus(skew)::isAfter).isPresent();
  }

  /** Whether a message was written so long ago that its writer has given it up once. */
  boolean isOverdue(Optional<Instant> createdTime, Instant now) {
    return createdTime.filter(now.minus(patience)::isAfter).isPresent();
  }

  /** Before when nobody can send the same message again, so that its record may be forgotten. */
  Instant forgettable(Instant now) {
    return now.minus(patience).minus(Duration.ofDays(1));
  }
}
