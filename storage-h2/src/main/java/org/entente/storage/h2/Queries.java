package org.entente.storage.h2;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.ConnectionQuery.Position;
import org.entente.connection.ConnectionState;
import org.entente.connection.InvitationQuery;
import org.entente.connection.InvitationState;
import org.entente.connection.Role;
import org.entente.did.Curve;
import org.entente.did.OwnKey;
import org.entente.did.PublicJwk;
import org.entente.keys.SealedBytes;
import org.entente.storage.DeliveryProgress;
import org.entente.storage.FoundConnection;
import org.entente.storage.HandledMessage;
import org.entente.storage.QueueQuery;
import org.entente.storage.QueuedMessage;
import org.entente.storage.QueuedMessage.Queue;
import org.entente.storage.StoredConnection;
import org.entente.storage.StoredEvent;
import org.entente.storage.StoredInvitation;
import org.entente.storage.StoredKey;

/** Everything that is read: each a range of one index, named by a hint. */
final class Queries {
  /**
   * Null sorts first, and a range without a lower bound begins with it: this bound leaves it out.
   */
  static final String NOT_NULL = " >= -9223372036854775807";

  private static final String BEHIND_ALL = "\uFFFF";

  private static final String MESSAGE_COLUMNS =
      "id, queue, connection_id, sequence, created_time, due_time, deadline, attempts,"
          + " last_failure, resends, last_resend_time, given_up, history, body";
  private static final String INVITATION_COLUMNS =
      "id, role, inviter_did, connection_id, expires_time, uses_allowed, uses, state, label,"
          + " created_time, version, body";
  private static final String CONNECTION_COLUMNS =
      "SELECT c.id, c.thread, c.role, c.state, c.label, c.our_did, c.their_did, c.delivery_id,"
          + " c.created_time, c.version, c.body,"
          + " m.attempts, m.due_time, m.deadline, m.last_failure, m.sequence"
          + " FROM connection c USE INDEX (";
  private static final String PROGRESS =
      ") LEFT JOIN queued_message m USE INDEX (queued_message_by_id)"
          + " ON m.wallet = c.wallet AND m.id = c.delivery_id";

  static final String CONNECTION_BY_ID =
      CONNECTION_COLUMNS + "connection_by_id" + PROGRESS + " WHERE c.wallet = ? AND c.id = ?";
  static final String CONNECTION_BY_DIDS =
      CONNECTION_COLUMNS
          + "connection_by_dids"
          + PROGRESS
          + " WHERE c.wallet = ? AND c.our_did = ? AND c.their_did = ?";
  static final String INVITATION_BY_ID =
      "SELECT "
          + INVITATION_COLUMNS
          + " FROM invitation USE INDEX (invitation_by_id) WHERE wallet = ? AND id = ?";
  static final String INVITATION_BY_DID =
      "SELECT "
          + INVITATION_COLUMNS
          + " FROM invitation USE INDEX (invitation_by_our_did) WHERE wallet = ? AND our_did = ?";
  static final String KEY_BY_KID =
      "SELECT k.did, k.curve, k.public_key, k.handle, other.kid"
          + " FROM own_key_kid found USE INDEX (own_key_kid_by_kid)"
          + " JOIN own_key k ON k.key_number = found.key_number"
          + " JOIN own_key_kid other USE INDEX (own_key_kid_by_key)"
          + " ON other.key_number = found.key_number"
          + " WHERE found.wallet = ? AND found.kid = ? ORDER BY other.kid_index";
  static final String HANDLED_BY_KEY =
      "SELECT message_key, digest, handled_time, answer_id"
          + " FROM handled_message USE INDEX (handled_message_by_key)"
          + " WHERE wallet = ? AND message_key = ?";
  static final String MESSAGE_BY_ID =
      "SELECT "
          + MESSAGE_COLUMNS
          + " FROM queued_message USE INDEX (queued_message_by_id) WHERE wallet = ? AND id = ?";
  static final String MESSAGES_READY =
      "SELECT "
          + MESSAGE_COLUMNS
          + " FROM queued_message USE INDEX (queued_message_ready)"
          + " WHERE wallet = ? AND ready_time"
          + NOT_NULL
          + " AND ready_time <= ? ORDER BY wallet, ready_time, sequence LIMIT ?";
  static final String NEXT_READY_TIME =
      "SELECT ready_time FROM queued_message USE INDEX (queued_message_ready)"
          + " WHERE wallet = ? AND ready_time"
          + NOT_NULL
          + " ORDER BY wallet, ready_time, sequence LIMIT 1";
  static final String PENDING_IN_LANE =
      "SELECT pending FROM queued_message USE INDEX (queued_message_by_lane)"
          + " WHERE wallet = ? AND queue = ? AND connection_id = ? AND pending"
          + NOT_NULL
          + " ORDER BY wallet, queue, connection_id, pending LIMIT ?";
  static final String PENDING_IN_QUEUE =
      "SELECT pending FROM queued_message USE INDEX (queued_message_pending)"
          + " WHERE wallet = ? AND queue = ? AND pending"
          + NOT_NULL
          + " ORDER BY wallet, queue, pending LIMIT ?";
  static final String MESSAGES_PENDING =
      "SELECT "
          + MESSAGE_COLUMNS
          + " FROM queued_message USE INDEX (queued_message_pending)"
          + " WHERE wallet = ? AND queue = ? AND pending > ?"
          + " ORDER BY wallet, queue, pending LIMIT ?";
  static final String MESSAGES_PENDING_IN_LANE =
      "SELECT "
          + MESSAGE_COLUMNS
          + " FROM queued_message USE INDEX (queued_message_by_lane)"
          + " WHERE wallet = ? AND queue = ? AND connection_id = ? AND pending > ?"
          + " ORDER BY wallet, queue, connection_id, pending LIMIT ?";
  static final String MESSAGES_GIVEN_UP =
      "SELECT "
          + MESSAGE_COLUMNS
          + " FROM queued_message USE INDEX (queued_message_given_up)"
          + " WHERE wallet = ? AND queue = ? AND given_up > ?"
          + " ORDER BY wallet, queue, given_up LIMIT ?";
  static final String MESSAGES_GIVEN_UP_IN_LANE =
      "SELECT "
          + MESSAGE_COLUMNS
          + " FROM queued_message USE INDEX (queued_message_by_lane)"
          + " WHERE wallet = ? AND queue = ? AND connection_id = ? AND given_up > ?"
          + " ORDER BY given_up LIMIT ?";
  static final String POSITION =
      "SELECT cursor_number FROM follower USE INDEX (follower_by_name)"
          + " WHERE wallet = ? AND name = ?";
  static final String EVENTS =
      "SELECT cursor_number, connection_id, sequence, event, state, event_time"
          + " FROM stored_event USE INDEX (stored_event_by_cursor)"
          + " WHERE wallet = ? AND cursor_number > ? ORDER BY wallet, cursor_number LIMIT ?";

  private Queries() {}

  static Optional<FoundConnection> connection(Session session, String wallet, String id)
      throws SQLException {
    return session.command(CONNECTION_BY_ID).text(wallet).text(id).first(Queries::connection);
  }

  static Optional<FoundConnection> connection(
      Session session, String wallet, String ourDid, String theirDid) throws SQLException {
    return session
        .command(CONNECTION_BY_DIDS)
        .text(wallet)
        .text(ourDid)
        .text(theirDid)
        .first(Queries::connection);
  }

  static List<FoundConnection> list(Session session, String wallet, ConnectionQuery query)
      throws SQLException {
    Command command = session.command(listing(query)).text(wallet);
    // in the order of the conditions in listing()
    for (Optional<?> filter : List.of(query.thread(), query.label(), query.state(), query.role())) {
      if (filter.isPresent()) {
        command.text(filter.get().toString());
      }
    }
    String beginning = query.isNewestFirst() ? BEHIND_ALL : "";
    command.text(query.after().map(Queries::place).orElse(beginning));
    return command.number(query.limit()).list(Queries::connection);
  }

  /** One of thirty-two texts: the index of the narrowest filter, and the other filters. */
  static String listing(ConnectionQuery query) {
    List<String> columns = new ArrayList<>();
    query.thread().ifPresent(any -> columns.add("thread"));
    query.label().ifPresent(any -> columns.add("label"));
    query.state().ifPresent(any -> columns.add("state"));
    query.role().ifPresent(any -> columns.add("role"));
    String index = columns.isEmpty() ? "place" : columns.get(0);
    StringBuilder sql = new StringBuilder(CONNECTION_COLUMNS);
    sql.append("connection_by_").append(index).append(PROGRESS).append(" WHERE c.wallet = ?");
    columns.forEach(column -> sql.append(" AND c.").append(column).append(" = ?"));
    // an index is read backwards only if each of its columns is asked for so
    String order = query.isNewestFirst() ? " DESC" : "";
    sql.append(query.isNewestFirst() ? " AND c.place < ?" : " AND c.place > ?");
    sql.append(" ORDER BY c.wallet").append(order);
    if (!columns.isEmpty()) {
      sql.append(", c.").append(index).append(order);
    }
    return sql.append(", c.place").append(order).append(" LIMIT ?").toString();
  }

  static Optional<StoredInvitation> invitation(Session session, String wallet, String id)
      throws SQLException {
    return session.command(INVITATION_BY_ID).text(wallet).text(id).first(Queries::invitation);
  }

  static Optional<StoredInvitation> invitationByDid(Session session, String wallet, String ourDid)
      throws SQLException {
    return session.command(INVITATION_BY_DID).text(wallet).text(ourDid).first(Queries::invitation);
  }

  static List<StoredInvitation> invitations(Session session, String wallet, InvitationQuery query)
      throws SQLException {
    Command command = session.command(listing(query)).text(wallet);
    if (query.state().isPresent()) {
      command.text(query.state().get().toString());
    }
    return command
        .text(query.after().map(Queries::place).orElse(""))
        .number(query.limit())
        .list(Queries::invitation);
  }

  static String listing(InvitationQuery query) {
    boolean ofState = query.state().isPresent();
    return "SELECT "
        + INVITATION_COLUMNS
        + " FROM invitation USE INDEX ("
        + (ofState ? "invitation_by_state" : "invitation_by_place")
        + ") WHERE wallet = ?"
        + (ofState ? " AND state = ?" : "")
        + " AND place > ? ORDER BY wallet"
        + (ofState ? ", state" : "")
        + ", place LIMIT ?";
  }

  static Optional<StoredKey> key(Session session, String wallet, String kid) throws SQLException {
    List<StoredKey> oneForEachKid =
        session.command(KEY_BY_KID).text(wallet).text(kid).list(Queries::key);
    if (oneForEachKid.isEmpty()) {
      return Optional.empty();
    }
    List<String> kids = oneForEachKid.stream().map(key -> key.kids().get(0)).toList();
    StoredKey any = oneForEachKid.get(0);
    return Optional.of(new StoredKey(any.key(), any.did(), kids));
  }

  static Optional<HandledMessage> handled(Session session, String wallet, String key)
      throws SQLException {
    return session
        .command(HANDLED_BY_KEY)
        .text(wallet)
        .text(key)
        .first(row -> new HandledMessage(row.text(), row.text(), row.time(), row.optionalText()));
  }

  static Optional<QueuedMessage> message(Session session, String wallet, String id)
      throws SQLException {
    return session.command(MESSAGE_BY_ID).text(wallet).text(id).first(Queries::message);
  }

  static List<QueuedMessage> ready(Session session, String wallet, Instant now, int limit)
      throws SQLException {
    return session
        .command(MESSAGES_READY)
        .text(wallet)
        .time(now)
        .number(Math.max(0, limit))
        .list(Queries::message);
  }

  static Optional<Instant> nextReadyTime(Session session, String wallet) throws SQLException {
    return session.command(NEXT_READY_TIME).text(wallet).first(Row::time);
  }

  static int count(
      Session session, String wallet, Queue queue, Optional<String> connectionId, int atMost)
      throws SQLException {
    Command command =
        connectionId.isPresent()
            ? session
                .command("SELECT COUNT(*) FROM (" + PENDING_IN_LANE + ")")
                .text(wallet)
                .text(text(queue))
                .text(connectionId.get())
            : session
                .command("SELECT COUNT(*) FROM (" + PENDING_IN_QUEUE + ")")
                .text(wallet)
                .text(text(queue));
    return command.number(Math.max(0, atMost)).first(Row::number).orElse(0L).intValue();
  }

  static List<QueuedMessage> messages(Session session, String wallet, QueueQuery query)
      throws SQLException {
    boolean inLane = query.connectionId().isPresent();
    String sql =
        query.givenUp()
            ? (inLane ? MESSAGES_GIVEN_UP_IN_LANE : MESSAGES_GIVEN_UP)
            : (inLane ? MESSAGES_PENDING_IN_LANE : MESSAGES_PENDING);
    Command command = session.command(sql).text(wallet).text(text(query.queue()));
    if (inLane) {
      command.text(query.connectionId().get());
    }
    return command
        .number(query.afterSequence())
        .number(Math.max(0, query.limit()))
        .list(Queries::message);
  }

  static Optional<Long> position(Session session, String wallet, String follower)
      throws SQLException {
    return session.command(POSITION).text(wallet).text(follower).first(Row::number);
  }

  /** No event has a greater number yet, whatever has been pruned. */
  static long lastNumber(Session session) throws SQLException {
    return session.command("SELECT last_number FROM numbering").first(Row::number).orElse(0L);
  }

  static List<StoredEvent> events(Session session, String wallet, long afterCursor, int limit)
      throws SQLException {
    return session
        .command(EVENTS)
        .text(wallet)
        .number(afterCursor)
        .number(Math.max(0, limit))
        .list(
            row ->
                new StoredEvent(
                    row.number(),
                    row.text(),
                    row.number(),
                    row.text(),
                    ConnectionState.of(row.text()),
                    row.time()));
  }

  /** A text that sorts by time, then by id. */
  static String place(Instant createdTime, String id) {
    return HexFormat.of().toHexDigits(Micros.of(createdTime) ^ Long.MIN_VALUE) + id;
  }

  static String text(Queue queue) {
    return switch (queue) {
      case OUTBOX -> "out";
      case INBOX -> "in";
      case TIMER -> "time";
    };
  }

  private static Queue queue(String text) {
    return switch (text) {
      case "out" -> Queue.OUTBOX;
      case "in" -> Queue.INBOX;
      default -> Queue.TIMER;
    };
  }

  private static String place(Position position) {
    return place(position.createdTime(), position.id());
  }

  private static FoundConnection connection(Row row) throws SQLException {
    StoredConnection connection =
        new StoredConnection(
            row.text(),
            row.text(),
            Role.of(row.text()),
            ConnectionState.of(row.text()),
            row.optionalText(),
            row.text(),
            row.optionalText(),
            row.optionalText(),
            row.time(),
            row.number(),
            row.sealed());
    DeliveryProgress progress =
        new DeliveryProgress(
            row.smallNumber(), row.optionalTime(), row.optionalTime(), row.optionalText());
    boolean joined = row.optionalNumber().isPresent();
    return new FoundConnection(connection, joined ? Optional.of(progress) : Optional.empty());
  }

  private static StoredInvitation invitation(Row row) throws SQLException {
    return new StoredInvitation(
        row.text(),
        Role.of(row.text()),
        row.text(),
        row.optionalText(),
        row.optionalTime(),
        row.smallNumber(),
        row.smallNumber(),
        InvitationState.of(row.text()),
        row.optionalText(),
        row.time(),
        row.number(),
        row.sealed());
  }

  private static StoredKey key(Row row) throws SQLException {
    String did = row.text();
    PublicJwk publicKey = PublicJwk.of(curve(row.text()), row.bytes());
    OwnKey key = new OwnKey(publicKey, SealedBytes.of(row.bytes()));
    return new StoredKey(key, did, List.of(row.text()));
  }

  private static Curve curve(String joseName) {
    for (Curve curve : Curve.values()) {
      if (curve.joseName().equals(joseName)) {
        return curve;
      }
    }
    throw new IllegalArgumentException("no curve has this name");
  }

  private static QueuedMessage message(Row row) throws SQLException {
    return new QueuedMessage(
        row.text(),
        queue(row.text()),
        row.text(),
        row.number(),
        row.time(),
        row.optionalTime(),
        row.optionalTime(),
        row.smallNumber(),
        row.optionalText(),
        row.smallNumber(),
        row.optionalTime(),
        row.optionalNumber().isPresent(),
        row.optionalSealed(),
        row.sealed());
  }
}
