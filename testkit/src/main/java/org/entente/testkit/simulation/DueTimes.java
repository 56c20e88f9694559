package org.entente.testkit.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.connection.ConnectionEvent;
import org.entente.connection.ConnectionState;
import org.entente.storage.Change;
import org.entente.storage.QueuedMessage;
import org.entente.storage.Storage;
import org.entente.storage.StoredConnection;
import org.entente.storage.StoredEvent;

/** Whether a connection that is half way has a time at which somebody looks at it again. */
final class DueTimes {
  /** In these, something of ours is to be delivered, or answered. */
  static final Set<ConnectionState> DELIVERING =
      EnumSet.of(
          ConnectionState.CONNECTION_REQUEST_PENDING,
          ConnectionState.CONNECTION_REQUEST_SENT,
          ConnectionState.CONNECTION_RESPONSE_PENDING,
          ConnectionState.PROBLEM_REPORT_PENDING);

  private DueTimes() {}

  /** Whether what a change leaves has, or has stopped. */
  static boolean are(Change change, Storage kept) {
    Optional<StoredConnection> connection = change.connection();
    return connection.isEmpty()
        || hasStopped(change.events())
        || has(change.wallet(), connection.get(), kept);
  }

  private static boolean hasStopped(List<StoredEvent> events) {
    return !events.isEmpty()
        && events
            .get(events.size() - 1)
            .event()
            .equals(ConnectionEvent.DELIVERY_GIVEN_UP.toString());
  }

  private static boolean has(String wallet, StoredConnection connection, Storage kept) {
    Optional<String> awaited = Optional.empty();
    if (DELIVERING.contains(connection.state())) {
      awaited = connection.deliveryId();
    } else if (connection.state() == ConnectionState.CONNECTION_REQUEST_RECEIVED) {
      awaited = Optional.of(QueuedMessage.timerId(connection.id()));
    } else {
      return true;
    }
    return awaited
        .flatMap(id -> kept.findQueued(wallet, id))
        .flatMap(QueuedMessage::due)
        .isPresent();
  }
}
