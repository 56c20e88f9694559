package org.entente;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entente.connection.DeliveryAttempt;
import org.entente.message.MessageType;

/**
 * A message that has not been delivered. Immutable.
 *
 * @param id by which it is retried or dropped
 * @param connectionId whose message it is; of a report to somebody whom we refused, its own id
 * @param place in the queue, to go on behind it
 * @param type what it is; empty if it cannot be read
 * @param createdTime when it was queued
 * @param attempts made so far
 * @param nextAttempt when it is tried next, if others do not hold it up; empty if it was given up
 * @param deadline until when it is tried
 * @param lastFailure why it was not delivered so far, or not at all
 * @param history the last attempts, oldest first; of incoming messages none
 */
public record WaitingMessage(
    String id,
    String connectionId,
    long place,
    Optional<MessageType> type,
    Instant createdTime,
    int attempts,
    Optional<Instant> nextAttempt,
    Optional<Instant> deadline,
    Optional<String> lastFailure,
    List<DeliveryAttempt> history) {
  /** Whether it is not tried any more, until somebody decides. */
  public boolean isGivenUp() {
    return nextAttempt.isEmpty();
  }
}
