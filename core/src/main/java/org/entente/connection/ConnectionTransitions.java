package org.entente.connection;

import static org.entente.connection.ConnectionEvent.CONNECTION_ENDED;
import static org.entente.connection.ConnectionEvent.DELIVERY_GIVEN_UP;
import static org.entente.connection.ConnectionEvent.DELIVERY_RETRIED;
import static org.entente.connection.ConnectionEvent.INVITATION_ACCEPTED;
import static org.entente.connection.ConnectionEvent.INVITATION_CREATED;
import static org.entente.connection.ConnectionEvent.INVITATION_LAPSED;
import static org.entente.connection.ConnectionEvent.INVITATION_READ;
import static org.entente.connection.ConnectionEvent.INVITATION_REVOKED;
import static org.entente.connection.ConnectionEvent.MESSAGE_GIVEN_UP;
import static org.entente.connection.ConnectionEvent.MOVE_CONFIRMED;
import static org.entente.connection.ConnectionEvent.PEER_LEFT;
import static org.entente.connection.ConnectionEvent.PEER_MOVED;
import static org.entente.connection.ConnectionEvent.PROBLEM_DELIVERED;
import static org.entente.connection.ConnectionEvent.PROBLEM_FOUND;
import static org.entente.connection.ConnectionEvent.PROBLEM_RECEIVED;
import static org.entente.connection.ConnectionEvent.PROBLEM_REPORTED;
import static org.entente.connection.ConnectionEvent.REQUEST_ACCEPTED;
import static org.entente.connection.ConnectionEvent.REQUEST_DELIVERED;
import static org.entente.connection.ConnectionEvent.REQUEST_RECEIVED;
import static org.entente.connection.ConnectionEvent.RESPONSE_DELIVERED;
import static org.entente.connection.ConnectionEvent.RESPONSE_RECEIVED;
import static org.entente.connection.ConnectionState.CONNECTION_REQUEST_PENDING;
import static org.entente.connection.ConnectionState.CONNECTION_REQUEST_RECEIVED;
import static org.entente.connection.ConnectionState.CONNECTION_REQUEST_SENT;
import static org.entente.connection.ConnectionState.CONNECTION_RESPONSE_PENDING;
import static org.entente.connection.ConnectionState.CONNECTION_RESPONSE_RECEIVED;
import static org.entente.connection.ConnectionState.CONNECTION_RESPONSE_SENT;
import static org.entente.connection.ConnectionState.INVITATION_EXPIRED;
import static org.entente.connection.ConnectionState.INVITATION_GENERATED;
import static org.entente.connection.ConnectionState.INVITATION_RECEIVED;
import static org.entente.connection.ConnectionState.PROBLEM_REPORT_PENDING;
import static org.entente.connection.ConnectionState.PROBLEM_REPORT_RECEIVED;
import static org.entente.connection.ConnectionState.PROBLEM_REPORT_SENT;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state table of connections/1.0: all of it, and nothing else. Only deleting is not in it,
 * which leads from everywhere to nowhere.
 *
 * <p>The diagram in the architecture page is drawn from it.
 */
public final class ConnectionTransitions {
  /**
   * One row.
   *
   * @param from null for a connection that does not exist yet
   */
  record Row(@Nullable ConnectionState from, ConnectionEvent on, ConnectionState to) {}

  static final List<Row> ROWS =
      List.of(
          // inviter
          new Row(null, INVITATION_CREATED, INVITATION_GENERATED),
          new Row(INVITATION_GENERATED, REQUEST_RECEIVED, CONNECTION_REQUEST_RECEIVED),
          new Row(INVITATION_GENERATED, INVITATION_LAPSED, INVITATION_EXPIRED),
          new Row(INVITATION_GENERATED, INVITATION_REVOKED, INVITATION_EXPIRED),
          new Row(INVITATION_GENERATED, PROBLEM_RECEIVED, PROBLEM_REPORT_RECEIVED),
          new Row(null, REQUEST_RECEIVED, CONNECTION_REQUEST_RECEIVED),
          new Row(CONNECTION_REQUEST_RECEIVED, REQUEST_ACCEPTED, CONNECTION_RESPONSE_PENDING),
          new Row(CONNECTION_REQUEST_RECEIVED, PROBLEM_FOUND, PROBLEM_REPORT_PENDING),
          new Row(CONNECTION_REQUEST_RECEIVED, PROBLEM_RECEIVED, PROBLEM_REPORT_RECEIVED),
          new Row(CONNECTION_RESPONSE_PENDING, RESPONSE_DELIVERED, CONNECTION_RESPONSE_SENT),
          new Row(CONNECTION_RESPONSE_PENDING, PROBLEM_FOUND, PROBLEM_REPORT_PENDING),
          new Row(CONNECTION_RESPONSE_PENDING, PROBLEM_RECEIVED, PROBLEM_REPORT_RECEIVED),

          // invitee
          new Row(null, INVITATION_READ, INVITATION_RECEIVED),
          new Row(INVITATION_RECEIVED, INVITATION_ACCEPTED, CONNECTION_REQUEST_PENDING),
          new Row(INVITATION_RECEIVED, PROBLEM_FOUND, PROBLEM_REPORT_PENDING),
          new Row(CONNECTION_REQUEST_PENDING, REQUEST_DELIVERED, CONNECTION_REQUEST_SENT),
          new Row(CONNECTION_REQUEST_SENT, RESPONSE_RECEIVED, CONNECTION_RESPONSE_RECEIVED),
          new Row(CONNECTION_REQUEST_SENT, PROBLEM_RECEIVED, PROBLEM_REPORT_RECEIVED),
          new Row(CONNECTION_REQUEST_PENDING, PROBLEM_FOUND, PROBLEM_REPORT_PENDING),
          new Row(CONNECTION_REQUEST_SENT, PROBLEM_FOUND, PROBLEM_REPORT_PENDING),

          // either side
          new Row(PROBLEM_REPORT_PENDING, PROBLEM_DELIVERED, PROBLEM_REPORT_SENT),
          new Row(PROBLEM_REPORT_SENT, PROBLEM_DELIVERED, PROBLEM_REPORT_SENT),

          // the peer's answer can overtake our own delivery receipt
          new Row(CONNECTION_REQUEST_PENDING, RESPONSE_RECEIVED, CONNECTION_RESPONSE_RECEIVED),
          new Row(CONNECTION_REQUEST_PENDING, PROBLEM_RECEIVED, PROBLEM_REPORT_RECEIVED),
          new Row(CONNECTION_RESPONSE_RECEIVED, REQUEST_DELIVERED, CONNECTION_RESPONSE_RECEIVED),
          new Row(PROBLEM_REPORT_RECEIVED, REQUEST_DELIVERED, PROBLEM_REPORT_RECEIVED),
          new Row(PROBLEM_REPORT_RECEIVED, RESPONSE_DELIVERED, PROBLEM_REPORT_RECEIVED),

          // a peer may go by another DID (DIDComm v2 §DID Rotation)
          new Row(CONNECTION_RESPONSE_RECEIVED, PEER_MOVED, CONNECTION_RESPONSE_RECEIVED),
          new Row(CONNECTION_RESPONSE_SENT, PEER_MOVED, CONNECTION_RESPONSE_SENT),
          new Row(CONNECTION_RESPONSE_SENT, MOVE_CONFIRMED, CONNECTION_RESPONSE_SENT),

          // or by none (§Ending a Relationship): what was established keeps its state, and has
          // ended
          new Row(CONNECTION_RESPONSE_RECEIVED, PEER_LEFT, CONNECTION_RESPONSE_RECEIVED),
          new Row(CONNECTION_RESPONSE_SENT, PEER_LEFT, CONNECTION_RESPONSE_SENT),
          new Row(CONNECTION_REQUEST_PENDING, PEER_LEFT, PROBLEM_REPORT_RECEIVED),
          new Row(CONNECTION_REQUEST_SENT, PEER_LEFT, PROBLEM_REPORT_RECEIVED),
          new Row(CONNECTION_REQUEST_RECEIVED, PEER_LEFT, PROBLEM_REPORT_RECEIVED),
          new Row(CONNECTION_RESPONSE_PENDING, PEER_LEFT, PROBLEM_REPORT_RECEIVED),
          new Row(CONNECTION_RESPONSE_RECEIVED, CONNECTION_ENDED, CONNECTION_RESPONSE_RECEIVED),
          new Row(CONNECTION_RESPONSE_SENT, CONNECTION_ENDED, CONNECTION_RESPONSE_SENT),

          // no problem leads out of an established state
          new Row(CONNECTION_RESPONSE_RECEIVED, PROBLEM_REPORTED, CONNECTION_RESPONSE_RECEIVED),
          new Row(CONNECTION_RESPONSE_SENT, PROBLEM_REPORTED, CONNECTION_RESPONSE_SENT),
          new Row(CONNECTION_RESPONSE_RECEIVED, MESSAGE_GIVEN_UP, CONNECTION_RESPONSE_RECEIVED),
          new Row(CONNECTION_RESPONSE_SENT, MESSAGE_GIVEN_UP, CONNECTION_RESPONSE_SENT),

          // what is not answered is sent again
          new Row(CONNECTION_REQUEST_SENT, REQUEST_DELIVERED, CONNECTION_REQUEST_SENT),
          new Row(CONNECTION_RESPONSE_SENT, RESPONSE_DELIVERED, CONNECTION_RESPONSE_SENT),

          // a delivery that is given up leaves the connection where it is, until someone retries
          new Row(CONNECTION_REQUEST_PENDING, DELIVERY_GIVEN_UP, CONNECTION_REQUEST_PENDING),
          new Row(CONNECTION_REQUEST_SENT, DELIVERY_GIVEN_UP, CONNECTION_REQUEST_SENT),
          new Row(CONNECTION_RESPONSE_PENDING, DELIVERY_GIVEN_UP, CONNECTION_RESPONSE_PENDING),
          new Row(PROBLEM_REPORT_PENDING, DELIVERY_GIVEN_UP, PROBLEM_REPORT_PENDING),
          new Row(CONNECTION_REQUEST_RECEIVED, DELIVERY_GIVEN_UP, CONNECTION_REQUEST_RECEIVED),
          new Row(CONNECTION_REQUEST_PENDING, DELIVERY_RETRIED, CONNECTION_REQUEST_PENDING),
          new Row(CONNECTION_REQUEST_SENT, DELIVERY_RETRIED, CONNECTION_REQUEST_SENT),
          new Row(CONNECTION_RESPONSE_PENDING, DELIVERY_RETRIED, CONNECTION_RESPONSE_PENDING),
          new Row(PROBLEM_REPORT_PENDING, DELIVERY_RETRIED, PROBLEM_REPORT_PENDING));

  private ConnectionTransitions() {}

  /**
   * Whether the table has such a row.
   *
   * @param from null for a connection that does not exist yet
   */
  public static boolean has(@Nullable ConnectionState from, ConnectionEvent on) {
    return ROWS.stream().anyMatch(row -> row.from == from && row.on == on);
  }

  /**
   * Where the event leads.
   *
   * @param from null for a connection that does not exist yet
   * @throws IllegalTransitionException if the table has no such row
   */
  public static ConnectionState next(@Nullable ConnectionState from, ConnectionEvent on) {
    for (Row row : ROWS) {
      if (row.from == from && row.on == on) {
        return row.to;
      }
    }
    throw new IllegalTransitionException(from, on);
  }
}
