package org.entente.storage;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.InvitationQuery;

/** What one wallet keeps in memory. Guarded by the lock of {@link InMemoryStorage}. */
final class MemoryWallet {
  private static final int PRUNED_AT_ONCE = 1000;

  private final Map<String, StoredKey> keys = new HashMap<>();
  private final MemoryInvitations invitations = new MemoryInvitations();
  private final MemoryConnections connections = new MemoryConnections();
  private final MemoryQueues queues = new MemoryQueues();
  private final Map<String, HandledMessage> handled = new HashMap<>();
  private final NavigableSet<HandledMessage> handledByTime =
      new TreeSet<>(Comparator.comparing(HandledMessage::time).thenComparing(HandledMessage::key));
  private final NavigableMap<Long, StoredEvent> events = new TreeMap<>();
  private final NavigableSet<StoredEvent> eventsByTime =
      new TreeSet<>(Comparator.comparing(StoredEvent::time).thenComparingLong(StoredEvent::cursor));
  private final Map<String, Long> positions = new HashMap<>();
  private long lastCursor;

  MemoryQueues queues() {
    return queues;
  }

  List<QueuedMessage> commit(Change change, LongSupplier numbers) {
    // Everything that can be refused is, before anything is written.
    checkKeys(change.newKeys());
    change.invitation().ifPresent(invitations::check);
    change.connection().ifPresent(connections::check);
    change.forgotten().ifPresent(connections::check);
    change.handled().ifPresent(this::check);
    queues.check(change.added());

    for (StoredKey key : change.newKeys()) {
      key.kids().forEach(kid -> keys.put(kid, key));
    }
    change.invitation().ifPresent(invitations::write);
    change.connection().ifPresent(connections::write);
    change.handled().ifPresent(this::write);
    change.forgotten().ifPresent(this::forget);
    final List<QueuedMessage> leased = queues.write(change, numbers);
    for (StoredEvent event : change.events()) {
      write(event, numbers.getAsLong());
    }
    change.position().ifPresent(position -> positions.put(position.follower(), position.cursor()));
    change.pruning().ifPresent(this::prune);
    return leased;
  }

  Optional<FoundConnection> findConnection(String id) {
    return connections.find(id).map(this::joined);
  }

  Optional<FoundConnection> findConnection(String ourDid, String theirDid) {
    return connections.find(ourDid, theirDid).map(this::joined);
  }

  List<FoundConnection> list(ConnectionQuery query) {
    return connections.list(query).stream().map(this::joined).toList();
  }

  Optional<StoredInvitation> findInvitation(String id) {
    return invitations.find(id);
  }

  Optional<StoredInvitation> findInvitationByDid(String ourDid) {
    return invitations.findByDid(ourDid);
  }

  List<StoredInvitation> listInvitations(InvitationQuery query) {
    return invitations.list(query);
  }

  Optional<StoredKey> findKey(String kid) {
    return Optional.ofNullable(keys.get(kid));
  }

  Optional<HandledMessage> outcomeOf(String key) {
    return Optional.ofNullable(handled.get(key));
  }

  Optional<Long> position(String follower) {
    return Optional.ofNullable(positions.get(follower));
  }

  long lastCursor() {
    return lastCursor;
  }

  List<StoredEvent> events(long afterCursor, int limit) {
    return events.tailMap(afterCursor, false).values().stream().limit(Math.max(0, limit)).toList();
  }

  private FoundConnection joined(StoredConnection connection) {
    return new FoundConnection(
        connection, connection.deliveryId().flatMap(queues::find).map(QueuedMessage::progress));
  }

  private void checkKeys(List<StoredKey> added) {
    Set<String> kids = new HashSet<>();
    for (StoredKey key : added) {
      for (String kid : key.kids()) {
        if (keys.containsKey(kid) || !kids.add(kid)) {
          throw new StaleRecordException("key");
        }
      }
    }
  }

  private void check(HandledMessage message) {
    if (handled.containsKey(message.key())) {
      throw new StaleRecordException("handled message");
    }
  }

  private void write(HandledMessage message) {
    handled.put(message.key(), message);
    handledByTime.add(message);
  }

  private void write(StoredEvent event, long cursor) {
    StoredEvent numbered =
        new StoredEvent(
            cursor,
            event.connectionId(),
            event.sequence(),
            event.event(),
            event.state(),
            event.time());
    lastCursor = cursor;
    events.put(cursor, numbered);
    eventsByTime.add(numbered);
  }

  private void forget(Forgotten forgotten) {
    connections.remove(forgotten.connectionId());
    queues.remove(forgotten.connectionId());
    forgotten.invitationId().ifPresent(invitations::remove);
    forgotten.ourDid().ifPresent(did -> keys.values().removeIf(key -> key.did().equals(did)));
  }

  private void prune(Pruning pruning) {
    Instant before = pruning.before();
    Iterator<HandledMessage> oldestHandled = handledByTime.iterator();
    for (int i = 0; i < PRUNED_AT_ONCE && oldestHandled.hasNext(); i++) {
      HandledMessage message = oldestHandled.next();
      if (!message.time().isBefore(before)) {
        break;
      }
      oldestHandled.remove();
      handled.remove(message.key());
    }
    Iterator<StoredEvent> oldestEvent = eventsByTime.iterator();
    for (int i = 0; i < PRUNED_AT_ONCE && oldestEvent.hasNext(); i++) {
      StoredEvent event = oldestEvent.next();
      if (!event.time().isBefore(pruning.eventsBefore())) {
        break;
      }
      oldestEvent.remove();
      events.remove(event.cursor());
    }
    queues.prune(before, PRUNED_AT_ONCE);
  }
}
