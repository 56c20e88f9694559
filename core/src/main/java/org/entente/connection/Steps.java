package org.entente.connection;

import static org.entente.did.PeerDid.isSameParty;

import java.time.Instant;
import org.entente.did.Did;
import org.entente.did.PeerDid;
import org.entente.exception.InvalidMessageException;
import org.entente.message.Message;

/** How a connection walks a row of the state table, and what every message is asked first. */
final class Steps {
  private Steps() {}

  // A message out of turn is the peer's fault and refused; any other event out of turn is our bug.
  static void checkCanHappen(Connection connection, ConnectionEvent event) {
    if (!ConnectionTransitions.has(connection.state(), event)) {
      throw refused("e.p.req", "the connection is not in a state for this message");
    }
  }

  static Connection begin(Connection.Builder connection, ConnectionEvent event) {
    return connection
        .state(ConnectionTransitions.next(null, event))
        .version(1)
        .eventCount(1)
        .build();
  }

  /** A first or only step: a new version, changed now. */
  static Connection move(
      Connection.Builder changes, Connection before, ConnectionEvent event, Instant now) {
    // a wall clock that was set back must not make a record look younger
    Instant last = before.updatedTime().orElse(before.createdTime());
    return walk(
        changes.version(before.version() + 1).updatedTime(now.isAfter(last) ? now : last),
        before,
        event);
  }

  /** A further step of the same change. */
  static Connection walk(Connection.Builder changes, Connection before, ConnectionEvent event) {
    return changes
        .state(ConnectionTransitions.next(before.state(), event))
        .eventCount(before.eventCount() + 1)
        .build();
  }

  /** A step behind those that were taken, or the first. */
  static Outcome further(
      Outcome before, ConnectionEvent event, Connection.Builder changes, Instant now) {
    return before.isChange()
        ? before.then(event, walk(changes, before.connection(), event))
        : Outcome.of(event, move(changes, before.connection(), event, now));
  }

  /** The DID that the peer on record goes by now. */
  static Did present(Did onRecord, Parties parties) {
    return isSameParty(parties.author(), onRecord) ? onRecord : introduced(parties);
  }

  /** The author, by a name from which we can send to them later. */
  static Did introduced(Parties parties) {
    if (PeerDid.isShortName(parties.author())) {
      throw refused("e.p.did", "a new DID must be introduced by its long form");
    }
    return parties.author();
  }

  static boolean isAddressedTo(Did did, Message message) {
    return message.to().size() == 1 && isSameParty(message.to().get(0), did);
  }

  static InvalidMessageException refused(String code, String reason) {
    return InvalidMessageException.refused(code, reason);
  }
}
