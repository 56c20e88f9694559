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
import org.entente.connection.Role;

/** What one wallet keeps in memory. Guarded by the lock of {@link InMemoryStorage}. */
final class MemoryWallet {
  private static final int PRUNED_AT_ONCE = 1000;

  private final Map<String, StoredKey> keys = new HashMap<>();
  private final Map<String, StoredInvitation> invitations = new HashMap<>();
  private final Map<String, StoredInvitation> madeInvitations = new HashMap<>();
  private final MemoryConnections connections = new MemoryConnections();
  private final MemoryQueues queues = new MemoryQueues();
  private final Map<String, HandledMessage> handled = new HashMap<>();
  private final NavigableSet<HandledMessage> handledByTime =
      new TreeSet<>(Comparator.comparing(HandledMessage::time).thenComparing(HandledMessage::key));
  private final NavigableMap<Long, StoredEvent> events = new TreeMap<>();
  private final NavigableSet<StoredEvent> eventsByTime =
      new TreeSet<>(Comparator.comparing(StoredEvent::time).thenComparingLong(StoredEvent::cursor));

  MemoryQueues queues() {
    return queues;
  }

  List<QueuedMessage> commit(Change change, LongSupplier numbers) {
    // Everything that can be refused is, before anything is written.
    checkKeys(change.newKeys());
    change.invitation().ifPresent(this::check);
    change.connection().ifPresent(connections::check);
    change.handled().ifPresent(this::check);
    queues.check(change.added());

    for (StoredKey key : change.newKeys()) {
      key.kids().forEach(kid -> keys.put(kid, key));
    }
    change.invitation().ifPresent(this::write);
    change.connection().ifPresent(connections::write);
    change.handled().ifPresent(this::write);
    final List<QueuedMessage> leased = queues.write(change, numbers);
    for (StoredEvent event : change.events()) {
      write(event, numbers.getAsLong());
    }
    change.pruneBefore().ifPresent(this::prune);
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
    return Optional.ofNullable(invitations.get(id));
  }

  Optional<StoredInvitation> findInvitationByDid(String ourDid) {
    return Optional.ofNullable(madeInvitations.get(ourDid));
  }

  Optional<StoredKey> findKey(String kid) {
    return Optional.ofNullable(keys.get(kid));
  }

  Optional<HandledMessage> outcomeOf(String key) {
    return Optional.ofNullable(handled.get(key));
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

  private void check(StoredInvitation invitation) {
    StoredInvitation stored = invitations.get(invitation.id());
    long storedVersion = stored == null ? 0 : stored.version();
    if (storedVersion != invitation.version() - 1) {
      throw new StaleRecordException("invitation");
    }
    StoredInvitation sameDid = madeInvitations.get(invitation.inviterDid());
    if (invitation.role() == Role.INVITER
        && sameDid != null
        && !sameDid.id().equals(invitation.id())) {
      throw new StaleRecordException("invitation");
    }
  }

  private void check(HandledMessage message) {
    if (handled.containsKey(message.key())) {
      throw new StaleRecordException("handled message");
    }
  }

  private void write(StoredInvitation invitation) {
    StoredInvitation stored = invitations.put(invitation.id(), invitation);
    if (stored != null && stored.role() == Role.INVITER) {
      madeInvitations.remove(stored.inviterDid());
    }
    if (invitation.role() == Role.INVITER) {
      madeInvitations.put(invitation.inviterDid(), invitation);
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
    events.put(cursor, numbered);
    eventsByTime.add(numbered);
  }

  private void prune(Instant before) {
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
      if (!event.time().isBefore(before)) {
        break;
      }
      oldestEvent.remove();
      events.remove(event.cursor());
    }
    queues.prune(before, PRUNED_AT_ONCE);
  }
}
