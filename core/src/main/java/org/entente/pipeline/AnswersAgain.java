package org.entente.pipeline;

import java.time.Instant;
import java.util.Optional;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionProtocol;
import org.entente.connection.ConnectionState;
import org.entente.connection.Ending;
import org.entente.limits.Limits;
import org.entente.message.Message;
import org.entente.storage.QueuedMessage;

/**
 * Sends again what a connection has to say to a request that comes again, also when the message, or
 * the memory of the request, has been forgotten meanwhile: a request may be repeated for as long as
 * its invitation lasts. Thread-safe.
 */
final class AnswersAgain {
  private final Records records;
  private final Deadlines deadlines;
  private final Limits limits;

  AnswersAgain(Records records, Deadlines deadlines, Limits limits) {
    this.records = records;
    this.deadlines = deadlines;
    this.limits = limits;
  }

  /** What to send again, if it is time for it. */
  Draft to(Connection inviter, Instant now) {
    Draft draft = records.draft(now);
    Optional<QueuedMessage> last = inviter.deliveryId().flatMap(records::findQueued);
    if (last.isPresent()) {
      again(draft, last.get(), now);
    } else if (isToldByTheRecord(inviter)) {
      Message answer = ConnectionProtocol.delivering(inviter, now);
      draft.send(inviter.id(), answer, inviter.profile(), deadlines.forResponse(now));
    }
    return draft;
  }

  /** An answer, and the farewell that may have come after it. */
  void again(Draft draft, QueuedMessage answer, Instant now) {
    if (!Resending.isDue(answer, now, limits)) {
      return;
    }
    draft.update(answer.resent(now).deadline(deadlines.forResponse(now)));
    records
        .findConnection(answer.connectionId())
        .filter(connection -> connection.ending().equals(Optional.of(Ending.BY_US)))
        .flatMap(Connection::deliveryId)
        .filter(id -> !id.equals(answer.id()))
        .flatMap(records::findQueued)
        .map(farewell -> farewell.resent(now).deadline(deadlines.forResponse(now)))
        .ifPresent(draft::update);
  }

  private static boolean isToldByTheRecord(Connection inviter) {
    ConnectionState state = inviter.state();
    return inviter.ending().isEmpty()
        && (state == ConnectionState.CONNECTION_RESPONSE_PENDING
            || state == ConnectionState.CONNECTION_RESPONSE_SENT
            || state == ConnectionState.PROBLEM_REPORT_PENDING
            || state == ConnectionState.PROBLEM_REPORT_SENT);
  }
}
