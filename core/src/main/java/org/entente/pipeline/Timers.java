package org.entente.pipeline;

import java.time.Instant;
import java.util.Optional;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionEndings;
import org.entente.connection.ConnectionProtocol;
import org.entente.connection.ConnectionState;
import org.entente.connection.InvitationState;
import org.entente.connection.Role;
import org.entente.exception.EntenteException;
import org.entente.storage.QueuedMessage;
import org.entente.storage.StoredInvitation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a record when its time has come: an invitation that nobody used expires, a request about
 * which nobody decided is no longer waited with. Thread-safe.
 */
final class Timers {
  private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

  private final Records records;
  private final Commits commits;
  private final Driver driver;

  Timers(Records records, Commits commits, Driver driver) {
    this.records = records;
    this.commits = commits;
    this.driver = driver;
  }

  /** Takes a timer that is leased to us. */
  void offer(QueuedMessage timer) {
    driver.execute(
        () -> {
          try {
            look(timer);
          } catch (EntenteException e) {
            // the lease runs out, and then it is claimed again
            LOG.warn("a record will be looked at again: {}", e.getMessage());
          }
        });
  }

  private void look(QueuedMessage timer) {
    Instant now = records.now();
    Optional<QueuedMessage> there = records.findQueued(timer.id());
    if (there.flatMap(QueuedMessage::due).filter(due -> !now.isBefore(due)).isEmpty()) {
      // the clock was set back, or it is about another time by now
      there.ifPresent(later -> commits.commit(records.draft(now).update(later)));
      return;
    }
    Draft draft = records.draft(now).noTimer(timer.connectionId());
    Optional<Connection> connection = records.findConnection(timer.connectionId());
    records
        .findInvitation(timer.connectionId())
        .filter(invitation -> hasLapsed(invitation, now))
        .ifPresent(invitation -> lapse(draft, records, invitation, now));
    connection
        .filter(c -> c.state() == ConnectionState.CONNECTION_REQUEST_RECEIVED)
        .map(c -> ConnectionProtocol.givenUp(c, "nobody decided about the request in time", now))
        .ifPresent(outcome -> draft.outcome(outcome, Optional.empty()));
    commits.commit(draft);
    driver.wake();
  }

  /** Whether its time is over although it is still open. */
  static boolean hasLapsed(StoredInvitation invitation, Instant now) {
    return invitation.role() == Role.INVITER
        && invitation.state() == InvitationState.OPEN
        && invitation.expiresTime().filter(time -> !now.isBefore(time)).isPresent();
  }

  /** Has an invitation expire, and the connection that waited for its use. */
  static void lapse(Draft draft, Records records, StoredInvitation invitation, Instant now) {
    draft.invitation(invitation.state(InvitationState.EXPIRED)).noTimer(invitation.id());
    invitation
        .connectionId()
        .flatMap(records::findConnection)
        .filter(c -> c.state() == ConnectionState.INVITATION_GENERATED)
        .map(c -> ConnectionEndings.invitationLapsed(c, now))
        .ifPresent(outcome -> draft.outcome(outcome, Optional.empty()));
  }
}
