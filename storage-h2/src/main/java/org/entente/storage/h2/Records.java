package org.entente.storage.h2;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entente.connection.Role;
import org.entente.storage.Change;
import org.entente.storage.Forgotten;
import org.entente.storage.HandledMessage;
import org.entente.storage.Lease;
import org.entente.storage.Pruning;
import org.entente.storage.QueuedMessage;
import org.entente.storage.StaleRecordException;
import org.entente.storage.StoredConnection;
import org.entente.storage.StoredEvent;
import org.entente.storage.StoredInvitation;
import org.entente.storage.StoredKey;

/**
 * Writes a change. Whoever calls has a transaction, and rolls it back if this throws. Not
 * thread-safe.
 */
final class Records {
  private static final int PRUNED_AT_ONCE = 1000;

  static final String PRUNE_HANDLED =
      "DELETE FROM handled_message WHERE wallet = ? AND handled_time < ? LIMIT ?";
  static final String PRUNE_EVENTS =
      "DELETE FROM stored_event WHERE wallet = ? AND event_time < ? LIMIT ?";
  static final String PRUNE_MESSAGES =
      "DELETE FROM queued_message WHERE wallet = ? AND resting"
          + Queries.NOT_NULL
          + " AND resting < ? LIMIT ?";

  static final String FORGET_MESSAGES =
      "DELETE FROM queued_message WHERE wallet = ? AND queue = ? AND connection_id = ?";
  static final String FORGET_KIDS =
      "DELETE FROM own_key_kid WHERE key_number IN"
          + " (SELECT key_number FROM own_key USE INDEX (own_key_by_did) WHERE did = ?)"
          + " AND wallet = ?";
  static final String FORGET_KEYS =
      "DELETE FROM own_key k WHERE did = ? AND NOT EXISTS"
          + " (SELECT 1 FROM own_key_kid other USE INDEX (own_key_kid_by_key)"
          + " WHERE other.key_number = k.key_number)";

  private final Session session;
  private final Numbers numbers;
  private final Lanes lanes;

  Records(Session session, Numbers numbers) {
    this.session = session;
    this.numbers = numbers;
    this.lanes = new Lanes(session, numbers);
  }

  List<QueuedMessage> write(Change change) throws SQLException {
    String wallet = change.wallet();
    for (StoredKey key : change.newKeys()) {
      unlessThere("key", () -> insert(wallet, key));
    }
    if (change.invitation().isPresent()) {
      unlessThere("invitation", () -> write(wallet, change.invitation().get()));
    }
    if (change.connection().isPresent()) {
      unlessThere("connection", () -> write(wallet, change.connection().get()));
    }
    if (change.forgotten().isPresent()) {
      forget(wallet, change.forgotten().get());
    }
    if (change.handled().isPresent()) {
      unlessThere("handled message", () -> insert(wallet, change.handled().get()));
    }
    List<QueuedMessage> leased = lanes.write(change);
    for (StoredEvent event : change.events()) {
      insert(wallet, event);
    }
    if (change.position().isPresent()) {
      write(wallet, change.position().get());
    }
    if (change.pruning().isPresent()) {
      prune(wallet, change.pruning().get());
    }
    return leased;
  }

  List<QueuedMessage> claim(String wallet, Instant now, Lease lease, int limit)
      throws SQLException {
    return lanes.claim(wallet, now, lease, limit);
  }

  /** A statement that a unique index may refuse. */
  interface Insertion {
    void run() throws SQLException;
  }

  static void unlessThere(String kind, Insertion insertion) throws SQLException {
    try {
      insertion.run();
    } catch (SQLIntegrityConstraintViolationException e) {
      throw new StaleRecordException(kind);
    }
  }

  private void insert(String wallet, StoredKey key) throws SQLException {
    long number = numbers.next();
    session
        .command("INSERT INTO own_key VALUES (?, ?, ?, ?, ?)")
        .number(number)
        .text(key.did())
        .text(key.key().publicKey().curve().joseName())
        .bytes(key.key().publicKey().raw())
        .sealed(key.key().handle())
        .update();
    int index = 0;
    for (String kid : key.kids()) {
      session
          .command("INSERT INTO own_key_kid VALUES (?, ?, ?, ?)")
          .text(wallet)
          .text(kid)
          .number(number)
          .number(index++)
          .update();
    }
  }

  private void write(String wallet, StoredInvitation invitation) throws SQLException {
    Optional<String> ourDid =
        invitation.role() == Role.INVITER ? Optional.of(invitation.inviterDid()) : Optional.empty();
    boolean isNew = invitation.version() == 1;
    Command command =
        session.command(
            isNew
                ? "INSERT INTO invitation (role, inviter_did, our_did, connection_id,"
                    + " expires_time, uses_allowed, uses, state, label, created_time, place,"
                    + " version, body, wallet, id)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                : "UPDATE invitation SET role = ?, inviter_did = ?, our_did = ?,"
                    + " connection_id = ?, expires_time = ?, uses_allowed = ?, uses = ?,"
                    + " state = ?, label = ?, created_time = ?, place = ?,"
                    + " version = ?, body = ? WHERE wallet = ? AND id = ? AND version = ?");
    command
        .text(invitation.role().toString())
        .text(invitation.inviterDid())
        .text(ourDid)
        .text(invitation.connectionId())
        .time(invitation.expiresTime())
        .number(invitation.usesAllowed())
        .number(invitation.uses())
        .text(invitation.state().toString())
        .text(invitation.label())
        .time(invitation.createdTime())
        .text(ourDid.map(did -> Queries.place(invitation.createdTime(), invitation.id())))
        .number(invitation.version())
        .sealed(invitation.body())
        .text(wallet)
        .text(invitation.id());
    if (!isNew) {
      command.number(invitation.version() - 1);
    }
    if (command.update() == 0) {
      throw new StaleRecordException("invitation");
    }
  }

  private void write(String wallet, StoredConnection connection) throws SQLException {
    boolean isNew = connection.version() == 1;
    Command command =
        session.command(
            isNew
                ? "INSERT INTO connection (place, thread, role, state, label, our_did, their_did,"
                    + " delivery_id, created_time, version, body, wallet, id)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                : "UPDATE connection SET place = ?, thread = ?, role = ?, state = ?, label = ?,"
                    + " our_did = ?, their_did = ?, delivery_id = ?, created_time = ?,"
                    + " version = ?, body = ? WHERE wallet = ? AND id = ? AND version = ?");
    command
        .text(Queries.place(connection.createdTime(), connection.id()))
        .text(connection.thread())
        .text(connection.role().toString())
        .text(connection.state().toString())
        .text(connection.label())
        .text(connection.ourDid())
        .text(connection.theirDid())
        .text(connection.deliveryId())
        .time(connection.createdTime())
        .number(connection.version())
        .sealed(connection.body())
        .text(wallet)
        .text(connection.id());
    if (!isNew) {
      command.number(connection.version() - 1);
    }
    if (command.update() == 0) {
      throw new StaleRecordException("connection");
    }
  }

  private void insert(String wallet, HandledMessage handled) throws SQLException {
    session
        .command("INSERT INTO handled_message VALUES (?, ?, ?, ?, ?)")
        .text(wallet)
        .text(handled.key())
        .text(handled.digest())
        .time(handled.time())
        .text(handled.answerId())
        .update();
  }

  private void insert(String wallet, StoredEvent event) throws SQLException {
    session
        .command("INSERT INTO stored_event VALUES (?, ?, ?, ?, ?, ?, ?)")
        .number(numbers.next())
        .text(wallet)
        .text(event.connectionId())
        .number(event.sequence())
        .text(event.event())
        .text(event.state().toString())
        .time(event.time())
        .update();
  }

  private void write(String wallet, Change.Position position) throws SQLException {
    int updated =
        session
            .command("UPDATE follower SET cursor_number = ? WHERE wallet = ? AND name = ?")
            .number(position.cursor())
            .text(wallet)
            .text(position.follower())
            .update();
    if (updated == 0) {
      session
          .command("INSERT INTO follower VALUES (?, ?, ?)")
          .text(wallet)
          .text(position.follower())
          .number(position.cursor())
          .update();
    }
  }

  private void forget(String wallet, Forgotten forgotten) throws SQLException {
    int removed =
        session
            .command("DELETE FROM connection WHERE wallet = ? AND id = ? AND version = ?")
            .text(wallet)
            .text(forgotten.connectionId())
            .number(forgotten.version())
            .update();
    if (removed == 0) {
      throw new StaleRecordException("connection");
    }
    for (QueuedMessage.Queue queue : QueuedMessage.Queue.values()) {
      session
          .command(FORGET_MESSAGES)
          .text(wallet)
          .text(Queries.text(queue))
          .text(forgotten.connectionId())
          .update();
    }
    if (forgotten.invitationId().isPresent()) {
      session
          .command("DELETE FROM invitation WHERE wallet = ? AND id = ?")
          .text(wallet)
          .text(forgotten.invitationId().get())
          .update();
    }
    if (forgotten.ourDid().isPresent()) {
      session.command(FORGET_KIDS).text(forgotten.ourDid().get()).text(wallet).update();
      session.command(FORGET_KEYS).text(forgotten.ourDid().get()).update();
    }
  }

  private void prune(String wallet, Pruning pruning) throws SQLException {
    prune(PRUNE_HANDLED, wallet, pruning.before());
    prune(PRUNE_EVENTS, wallet, pruning.eventsBefore());
    prune(PRUNE_MESSAGES, wallet, pruning.before());
  }

  private void prune(String sql, String wallet, Instant before) throws SQLException {
    session.command(sql).text(wallet).time(before).number(PRUNED_AT_ONCE).update();
  }
}
