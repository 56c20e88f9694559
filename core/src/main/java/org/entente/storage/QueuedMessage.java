package org.entente.storage;

import java.time.Instant;
import java.util.Optional;
import org.entente.keys.SealedBytes;

/**
 * A message on its way out to a peer, or in to the application. Immutable.
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
 * @param body the message
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
    SealedBytes body) {

  /** The two directions. */
  public enum Queue {
    /** To a peer. */
    OUTBOX,
    /** To a handler of the application. */
    INBOX
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
        body);
  }

  /** How far it has come. */
  public DeliveryProgress progress() {
    return new DeliveryProgress(attempts, due, deadline, lastFailure);
  }

  /** The message after one more attempt. */
  public QueuedMessage attempted(Optional<Instant> nextDue, Optional<String> failure) {
    return with(nextDue, deadline, attempts + 1, failure, resends, lastResend);
  }

  /** The message, due at another time. */
  public QueuedMessage due(Optional<Instant> newDue) {
    return with(newDue, deadline, attempts, lastFailure, resends, lastResend);
  }

  /** The message with another deadline. */
  public QueuedMessage deadline(Optional<Instant> newDeadline) {
    return with(due, newDeadline, attempts, lastFailure, resends, lastResend);
  }

  /** The message, to be delivered again because the peer asked again. */
  public QueuedMessage resent(Instant now) {
    return with(Optional.of(now), deadline, attempts, lastFailure, resends + 1, Optional.of(now));
  }

  /** The message with a new chance: no attempts made, due now, and another deadline. */
  public QueuedMessage restarted(Instant now, Optional<Instant> newDeadline) {
    return with(Optional.of(now), newDeadline, 0, Optional.empty(), resends, lastResend);
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
        body);
  }

  private QueuedMessage with(
      Optional<Instant> newDue,
      Optional<Instant> newDeadline,
      int newAttempts,
      Optional<String> newLastFailure,
      int newResends,
      Optional<Instant> newLastResend) {
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
        body);
  }
}
