package org.entente.pipeline;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionProtocol;
import org.entente.connection.ConnectionState;
import org.entente.connection.DeliveryAttempt;
import org.entente.connection.Outcome;
import org.entente.did.Profile;
import org.entente.storage.QueuedMessage;
import org.entente.transport.Answer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes what came of sending: an arrival is an event for the connection, a failure means another
 * attempt later, and what can never arrive is given up. Thread-safe.
 */
final class Deliveries {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

  /** How often a message of the application may be refused: over some four minutes. */
  private static final int MOST_REFUSALS = 8;

  /** An answer is given more time before it is asked for again than an endpoint that failed. */
  private static final int HEAD_START = 2;

  private final Records records;
  private final Commits commits;
  private final Backoff backoff;

  Deliveries(Records records, Commits commits, Backoff backoff) {
    this.records = records;
    this.commits = commits;
    this.backoff = backoff;
  }

  /** Gives a message up if its deadline has passed and nothing speaks against it. */
  boolean giveUpIfOverdue(QueuedMessage message) {
    Instant now = records.now();
    if (message.deadline().filter(deadline -> !now.isBefore(deadline)).isEmpty()) {
      return false;
    }
    String reason =
        message
            .lastFailure()
            .map(failure -> "the deadline passed; the last attempt: " + failure)
            .orElse("the deadline passed without an answer");
    return Commits.deciding(
        () -> {
          Optional<Connection> connection = connectionDelivering(message);
          boolean isLastWord = connection.flatMap(Connection::ending).isPresent();
          if ((connection.isEmpty() || isLastWord) && message.attempts() == 0) {
            return false; // it has waited behind others, and is owed one attempt
          }
          Draft draft = records.draft(now);
          giveUp(draft, message, connection, reason, now);
          commits.commit(draft);
          return true;
        });
  }

  /**
   * Notes an attempt.
   *
   * @param endpoint where it was sent; empty if it came to nothing before
   * @param profile by which names of keys the message was packed
   */
  void note(QueuedMessage queued, Optional<URI> endpoint, Profile profile, Answer answer) {
    Instant now = records.now();
    var unused =
        Commits.deciding(
            () -> {
              // it may have been settled, given up, or moved along with the clock meanwhile
              Optional<QueuedMessage> there = records.findQueued(queued.id());
              if (there.isEmpty() || (there.get().givenUp() && !isArrival(answer))) {
                return false;
              }
              QueuedMessage message =
                  records.attempted(
                      there.get(),
                      new DeliveryAttempt(now, endpoint.map(URI::toString), outcome(answer)));
              Draft draft = records.draft(now);
              decide(draft, message, profile, answer, now);
              commits.commit(draft);
              return true;
            });
  }

  private void decide(
      Draft draft, QueuedMessage message, Profile profile, Answer answer, Instant now) {
    Optional<Connection> connection = connectionDelivering(message);
    if (answer.kind() == Answer.Kind.ACCEPTED) {
      arrived(draft, message, connection, profile, now);
    } else if (answer.kind() == Answer.Kind.IMPOSSIBLE || isHopeless(message, connection, answer)) {
      QueuedMessage tried = message.attempted(Optional.empty(), message.lastFailure());
      giveUp(draft, tried, connection, answer.note(), now);
    } else {
      Instant again = next(message, message.attempts() + 1, now);
      draft.update(message.attempted(Optional.of(again), Optional.of(answer.note())));
    }
  }

  // A refused request may have been accepted before: the peer's answer is still waited for.
  // Anything else that is refused again and again is of no use, and must not hold up what is behind
  // it; a few refusals among other failures may be due to damage on the way.
  private boolean isHopeless(
      QueuedMessage message, Optional<Connection> connection, Answer answer) {
    boolean isRequest = connection.filter(Deliveries::waitsForAnAnswer).isPresent();
    return answer.kind() == Answer.Kind.REFUSED
        && !isRequest
        && message.attempts() + 1 >= MOST_REFUSALS
        && records.history(message).stream()
            .allMatch(attempt -> attempt.outcome().equals(answer.note()));
  }

  private static boolean waitsForAnAnswer(Connection connection) {
    return connection.state() == ConnectionState.CONNECTION_REQUEST_PENDING
        || connection.state() == ConnectionState.CONNECTION_REQUEST_SENT;
  }

  /** Puts a message off that was spared an attempt. */
  void postpone(QueuedMessage message) {
    Instant now = records.now();
    Instant due = next(message, Math.max(1, message.attempts()), now);
    commits.commit(records.draft(now).update(message.due(Optional.of(due))));
  }

  private void arrived(
      Draft draft,
      QueuedMessage message,
      Optional<Connection> connection,
      Profile profile,
      Instant now) {
    if (connection.isEmpty()) {
      draft.remove(message);
      return;
    }
    Outcome outcome = ConnectionProtocol.delivered(connection.get(), profile, now);
    draft.outcome(outcome, Optional.empty());
    ConnectionState state = outcome.connection().state();
    // 2xx means handed over, not processed: without a response the request is repeated
    Optional<Instant> again =
        state == ConnectionState.CONNECTION_REQUEST_SENT
            ? Optional.of(next(message, message.attempts() + 1 + HEAD_START, now))
            : Optional.empty();
    draft.update(message.attempted(again, Optional.empty()));
  }

  private void giveUp(
      Draft draft,
      QueuedMessage message,
      Optional<Connection> connection,
      String reason,
      Instant now) {
    draft.update(message.givenUp(reason));
    if (connection.isPresent() && ConnectionProtocol.canGiveUp(connection.get())) {
      draft.outcome(ConnectionProtocol.givenUp(connection.get(), reason, now), Optional.empty());
    } else if (connection.isEmpty()) {
      records
          .findConnection(message.connectionId())
          .map(c -> ConnectionProtocol.messageGivenUp(c, now))
          .ifPresent(outcome -> draft.outcome(outcome, Optional.empty()));
    }
    LOG.warn("a delivery was given up: {}", reason);
  }

  private static String outcome(Answer answer) {
    return isArrival(answer) ? "accepted" : answer.note();
  }

  private static boolean isArrival(Answer answer) {
    return answer.kind() == Answer.Kind.ACCEPTED;
  }

  /** The connection whose request or response this is; empty for messages of the application. */
  private Optional<Connection> connectionDelivering(QueuedMessage message) {
    return records
        .findConnection(message.connectionId())
        .filter(connection -> connection.deliveryId().equals(Optional.of(message.id())));
  }

  private Instant next(QueuedMessage message, int attempts, Instant now) {
    Instant next = now.plus(backoff.after(attempts));
    return message.deadline().filter(next::isAfter).orElse(next);
  }
}
