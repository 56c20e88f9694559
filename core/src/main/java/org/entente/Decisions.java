package org.entente;

import java.time.Instant;
import java.util.Optional;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionEndings;
import org.entente.connection.ConnectionNotFoundException;
import org.entente.connection.ConnectionProtocol;
import org.entente.connection.ConnectionState;
import org.entente.connection.InvitationNotOpenException;
import org.entente.connection.Outcome;
import org.entente.connection.Role;
import org.entente.did.Did;
import org.entente.message.Message;
import org.entente.pipeline.Commits;
import org.entente.pipeline.Draft;
import org.entente.pipeline.Pipeline;
import org.entente.pipeline.Records;
import org.entente.storage.Forgotten;
import org.entente.storage.QueuedMessage;
import org.entente.storage.StoredInvitation;

/** What our own user decides about a connection that is there. Thread-safe. */
final class Decisions {
  private final Pipeline pipeline;
  private final Pipeline.Parts parts;
  private final Records records;
  private final Invitations invitations;

  Decisions(Pipeline pipeline, Invitations invitations) {
    this.pipeline = pipeline;
    this.parts = pipeline.parts();
    this.records = pipeline.records();
    this.invitations = invitations;
  }

  Connection approve(String id) {
    return deciding(
        id,
        (connection, now) ->
            begin(ConnectionProtocol.requestAccepted(connection, now), now).noTimer(id));
  }

  Connection reject(String id) {
    return deciding(
        id,
        (connection, now) ->
            begin(ConnectionEndings.requestDeclined(connection, now), now).noTimer(id));
  }

  Connection retry(String id) {
    return deciding(id, this::retryNow);
  }

  Connection end(String id) {
    if (get(id).state() == ConnectionState.INVITATION_GENERATED) {
      try {
        var unused = invitations.revoke(id);
        return get(id);
      } catch (InvitationNotOpenException e) {
        // somebody has used it between our look and our commit
      }
    }
    return deciding(id, this::endNow);
  }

  void delete(String id) {
    var unused =
        Commits.deciding(
            () -> {
              Connection connection = get(id);
              pipeline.commits().commit(forgetting(connection, records.now()));
              return connection;
            });
    pipeline.waiters().end(id, new ConnectionNotFoundException(id));
  }

  private interface Decision {
    Draft decide(Connection connection, Instant now);
  }

  private Connection deciding(String id, Decision decision) {
    var unused =
        Commits.deciding(
            () -> {
              Connection connection = get(id);
              pipeline.commits().commit(decision.decide(connection, records.now()));
              return connection;
            });
    parts.driver().wake();
    return get(id);
  }

  private Draft begin(Outcome outcome, Instant now) {
    return records.draft(now).outcome(outcome, parts.deadlines().forResponse(now));
  }

  private Draft retryNow(Connection stopped, Instant now) {
    Outcome outcome = ConnectionProtocol.retried(stopped, now);
    Connection connection = outcome.connection();
    Optional<Instant> deadline = parts.deadlines().forRetry(now);
    Draft draft = records.draft(now).outcome(outcome, deadline);
    Message message = ConnectionProtocol.delivering(connection, now);
    Optional<QueuedMessage> queued = records.findQueued(message.id());
    return queued.isPresent()
        ? draft.update(queued.get().restarted(now, deadline))
        : draft.send(connection.id(), message, connection.profile(), deadline);
  }

  private Draft endNow(Connection connection, Instant now) {
    String id = parts.ids().get();
    if (connection.isEstablished()) {
      Optional<String> statement =
          sharesDid(connection)
              ? Optional.empty()
              : Optional.of(pipeline.dids().ending(connection.ourDid(), now, connection.profile()));
      return begin(ConnectionEndings.ended(connection, id, statement, now), now);
    }
    Draft draft =
        begin(ConnectionEndings.cancelled(connection, id, now), now).noTimer(connection.id());
    // what we were about to say is not true any more
    connection.deliveryId().flatMap(records::findQueued).ifPresent(draft::remove);
    return draft;
  }

  private Draft forgetting(Connection connection, Instant now) {
    Optional<StoredInvitation> invitation = records.findInvitation(connection.thread());
    Optional<Did> did = sharesDid(connection) ? Optional.empty() : Optional.of(connection.ourDid());
    return records
        .draft(now)
        .forget(
            connection,
            new Forgotten(
                connection.id(),
                connection.version(),
                did.map(Did::value),
                isForOne(connection) ? invitation.map(StoredInvitation::id) : Optional.empty()));
  }

  private static boolean isForOne(Connection connection) {
    return connection.role() == Role.INVITEE || connection.id().equals(connection.thread());
  }

  /** Whether others that came of the same invitation have our DID too. */
  private static boolean sharesDid(Connection connection) {
    return !isForOne(connection) && connection.ourDid().equals(connection.invitation().from());
  }

  private Connection get(String id) {
    return records.findConnection(id).orElseThrow(() -> new ConnectionNotFoundException(id));
  }
}
