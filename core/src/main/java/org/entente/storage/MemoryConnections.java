package org.entente.storage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.ConnectionQuery.Position;

/** The connections of one wallet in memory, with an ordered index for each filter of a query. */
final class MemoryConnections {
  private static final Comparator<Position> BY_TIME_AND_ID =
      Comparator.comparing(Position::createdTime).thenComparing(Position::id);

  private record Dids(String ours, String theirs) {}

  /** The connections that have one attribute in common. */
  private record Group(String attribute, Object value) {}

  private static final Group ALL = new Group("all", true);

  private final Map<String, StoredConnection> byId = new HashMap<>();
  private final Map<Dids, StoredConnection> byDids = new HashMap<>();
  private final Map<Group, NavigableMap<Position, StoredConnection>> groups = new HashMap<>();

  void check(StoredConnection connection) {
    StoredConnection stored = byId.get(connection.id());
    long storedVersion = stored == null ? 0 : stored.version();
    if (storedVersion != connection.version() - 1) {
      throw new StaleRecordException("connection");
    }
    Optional<StoredConnection> sameDids = dids(connection).map(byDids::get);
    if (sameDids.isPresent() && !sameDids.get().id().equals(connection.id())) {
      throw new StaleRecordException("connection");
    }
  }

  void write(StoredConnection connection) {
    StoredConnection stored = byId.put(connection.id(), connection);
    if (stored != null) {
      unlist(stored);
    }
    dids(connection).ifPresent(dids -> byDids.put(dids, connection));
    for (Group group : groups(connection)) {
      members(group).put(position(connection), connection);
    }
  }

  void check(Forgotten forgotten) {
    StoredConnection stored = byId.get(forgotten.connectionId());
    if (stored == null || stored.version() != forgotten.version()) {
      throw new StaleRecordException("connection");
    }
  }

  void remove(String id) {
    StoredConnection stored = byId.remove(id);
    if (stored != null) {
      unlist(stored);
    }
  }

  Optional<StoredConnection> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  Optional<StoredConnection> find(String ourDid, String theirDid) {
    return Optional.ofNullable(byDids.get(new Dids(ourDid, theirDid)));
  }

  List<StoredConnection> list(ConnectionQuery query) {
    NavigableMap<Position, StoredConnection> oldestFirst =
        groups.getOrDefault(smallestGroup(query), new TreeMap<>(BY_TIME_AND_ID));
    NavigableMap<Position, StoredConnection> members =
        query.isNewestFirst() ? oldestFirst.descendingMap() : oldestFirst;
    NavigableMap<Position, StoredConnection> behind =
        query.after().map(position -> members.tailMap(position, false)).orElse(members);
    return behind.values().stream()
        .filter(connection -> matches(query, connection))
        .limit(query.limit())
        .toList();
  }

  private void unlist(StoredConnection stored) {
    dids(stored).ifPresent(byDids::remove);
    for (Group group : groups(stored)) {
      NavigableMap<Position, StoredConnection> members = members(group);
      members.remove(position(stored));
      if (members.isEmpty()) {
        groups.remove(group);
      }
    }
  }

  private NavigableMap<Position, StoredConnection> members(Group group) {
    return groups.computeIfAbsent(group, any -> new TreeMap<>(BY_TIME_AND_ID));
  }

  private static Group smallestGroup(ConnectionQuery query) {
    if (query.thread().isPresent()) {
      return new Group("thread", query.thread().get());
    }
    if (query.label().isPresent()) {
      return new Group("label", query.label().get());
    }
    if (query.state().isPresent()) {
      return new Group("state", query.state().get());
    }
    return query.role().map(role -> new Group("role", role)).orElse(ALL);
  }

  private static boolean matches(ConnectionQuery query, StoredConnection connection) {
    return query.state().map(state -> state == connection.state()).orElse(true)
        && query.role().map(role -> role == connection.role()).orElse(true)
        && query.thread().map(thread -> thread.equals(connection.thread())).orElse(true)
        && (query.label().isEmpty() || query.label().equals(connection.label()));
  }

  private static List<Group> groups(StoredConnection connection) {
    List<Group> groups = new ArrayList<>(5);
    groups.add(ALL);
    groups.add(new Group("state", connection.state()));
    groups.add(new Group("role", connection.role()));
    groups.add(new Group("thread", connection.thread()));
    connection.label().ifPresent(label -> groups.add(new Group("label", label)));
    return groups;
  }

  private static Position position(StoredConnection connection) {
    return new Position(connection.createdTime(), connection.id());
  }

  private static Optional<Dids> dids(StoredConnection connection) {
    return connection.theirDid().map(theirs -> new Dids(connection.ourDid(), theirs));
  }
}
