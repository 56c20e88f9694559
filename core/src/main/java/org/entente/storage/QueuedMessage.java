package org.entente.storage;

import java.time.Instant;
import java.util.Optional;
import org.entente.keys.SealedBytes;

/**
 * A message on its way out to a peer, or in to the application, or a time to look at something
 * again. Immutable.
 *
 * <p>The messages of one connection in one direction form a lane. Of a lane only the oldest message
 * that is not at rest is handed out.
 *
 * @param id unique in the wallet
 * @param queue which direction
 * @param connectionId whose message it is
 * @param sequence the storage's order, increasing over the whole store; 0 in a message to be added
 * @param createdTime in whole microseconds
 * @param due when to try next; empty while it is at rest: kept, but not to be delivered for now
 * @param deadline when we give up
 * @param attempts made so far
 * @param lastFailure why the last attempt failed
 * @param resends how often it was delivered again because the peer repeated what it answers
 * @param lastResend when that was last
 * @param givenUp whether it rests because it cannot be delivered; it is kept until somebody decides
 * @param history what came of the last attempts
 * @param body the message; of a timer, nothing
 */
public record QueuedMessage(
    String id,
    Queue queue,
    String connectionId,
    long sequence,
    Instant createdTime,
    Optional<Instant> due,
    Optional<Instant> deadline,
    int attempts,
    Optional<String> lastFailure,
    int resends,
    Optional<Instant> lastResend,
    boolean givenUp,
    Optional<SealedBytes> history,
    SealedBytes body) {
  private static final SealedBytes NOTHING = SealedBytes.of(new byte[0]);

  /** The directions, and time. */
  public enum Queue {
    /** To a peer. */
    OUTBOX,
    /** To a handler of the application. */
    INBOX,
    /** Not a message: when to look at a record again that will then have come to an end. */
    TIMER
  }

  /** A message that is new in its queue. */
  public static QueuedMessage added(
      String id,
      Queue queue,
      String connectionId,
      Instant createdTime,
      Instant due,
      Optional<Instant> deadline,
      SealedBytes body) {
    return new QueuedMessage(
        id,
        queue,
        connectionId,
        0,
        createdTime,
        Optional.of(due),
        deadline,
        0,
        Optional.empty(),
        0,
        Optional.empty(),
        false,
        Optional.empty(),
        body);
  }

  /** A time to look at a record again; a record has one at most. */
  public static QueuedMessage timer(String recordId, Instant createdTime, Instant due) {
    return added(
        timerId(recordId), Queue.TIMER, recordId, createdTime, due, Optional.empty(), NOTHING);
  }

  /** The id of a record's timer. */
  public static String timerId(String recordId) {
    return "timer of " + recordId;
  }

  /** How far it has come. */
  public DeliveryProgress progress() {
    return new DeliveryProgress(attempts, due, deadline, lastFailure);
  }

  /** The message after one more attempt. */
  public QueuedMessage attempted(Optional<Instant> nextDue, Optional<String> failure) {
    return with(nextDue, deadline, attempts + 1, failure, resends, lastResend, false);
  }

  /** The message, due at another time. */
  public QueuedMessage due(Optional<Instant> newDue) {
    return with(newDue, deadline, attempts, lastFailure, resends, lastResend, givenUp);
  }

  /** The message with another deadline. */
  public QueuedMessage deadline(Optional<Instant> newDeadline) {
    return with(due, newDeadline, attempts, lastFailure, resends, lastResend, givenUp);
  }

  /** The message, to be delivered again because the peer asked again. */
  public QueuedMessage resent(Instant now) {
    return with(
        Optional.of(now), deadline, attempts, lastFailure, resends + 1, Optional.of(now), false);
  }

  /** The message with a new chance: no attempts made, due now, and another deadline. */
  public QueuedMessage restarted(Instant now, Optional<Instant> newDeadline) {
    return with(Optional.of(now), newDeadline, 0, Optional.empty(), resends, lastResend, false);
  }

  /** The message at rest, because it has arrived. */
  public QueuedMessage arrived() {
    return with(Optional.empty(), deadline, attempts, Optional.empty(), resends, lastResend, false);
  }

  /** The message at rest, because it cannot be delivered. */
  public QueuedMessage givenUp(String reason) {
    return with(
        Optional.empty(), deadline, attempts, Optional.of(reason), resends, lastResend, true);
  }

  /** The message with what came of its last attempts. */
  public QueuedMessage history(SealedBytes newHistory) {
    return new QueuedMessage(
        id,
        queue,
        connectionId,
        sequence,
        createdTime,
        due,
        deadline,
        attempts,
        lastFailure,
        resends,
        lastResend,
        givenUp,
        Optional.of(newHistory),
        body);
  }

  /** The message after the wall clock was set. */
  public QueuedMessage shifted(ClockShift shift) {
    return with(
        due.map(time -> time.plus(shift.due())),
        deadline.map(time -> time.plus(shift.deadlines())),
        attempts,
        lastFailure,
        resends,
        lastResend,
        givenUp);
  }

  /** The message in its place in a storage, for implementers of one. */
  public QueuedMessage placed(Queue inQueue, String ofConnection, long withSequence) {
    return new QueuedMessage(
        id,
        inQueue,
        ofConnection,
        withSequence,
        createdTime,
        due,
        deadline,
        attempts,
        lastFailure,
        resends,
        lastResend,
        givenUp,
        history,
        body);
  }

  /** Whether whoever adds it may deliver it at once, for implementers of a storage. */
  public boolean isDueWhenCreated() {
    return due.filter(time -> !time.isAfter(createdTime)).isPresent();
  }

  private QueuedMessage with(
      Optional<Instant> newDue,
      Optional<Instant> newDeadline,
      int newAttempts,
      Optional<String> newLastFailure,
      int newResends,
      Optional<Instant> newLastResend,
      boolean newGivenUp) {
    return new QueuedMessage(
        id,
        queue,
        connectionId,
        sequence,
        createdTime,
        newDue,
        newDeadline,
        newAttempts,
        newLastFailure,
        newResends,
        newLastResend,
        newGivenUp,
        history,
        body);
  }
}
