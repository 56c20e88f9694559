package org.entente.testkit.simulation;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.entente.connection.ConnectionEvent;
import org.entente.connection.ConnectionState;
import org.entente.connection.ConnectionTransitions;
import org.entente.connection.Role;
import org.entente.storage.Change;
import org.entente.storage.Forgotten;
import org.entente.storage.QueuedMessage;
import org.entente.storage.QueuedMessage.Queue;
import org.entente.storage.StoredConnection;
import org.entente.storage.StoredEvent;
import org.entente.storage.StoredInvitation;
import org.jspecify.annotations.Nullable;

/**
 * What one agent has committed over all its lives, and whether each commit was one that it may
 * make. It keeps books of its own and believes no storage. Not thread-safe.
 */
final class Ledger {
  private static final String NEW = "new";

  /** A connection as it stands. */
  private static final class Standing {
    StoredConnection record;
    long sequence;
    final Set<ConnectionState> left = EnumSet.noneOf(ConnectionState.class);

    Standing(StoredConnection record) {
      this.record = record;
    }
  }

  private final Simulation simulation;
  private final String name;
  private final Map<String, Standing> connections = new LinkedHashMap<>();
  private final Map<String, StoredInvitation> invitations = new HashMap<>();
  private final Map<String, Integer> connectionsByInvitation = new HashMap<>();
  private final Set<String> handled = new HashSet<>();
  private final Map<String, Parcel> outgoing = new LinkedHashMap<>();
  private final Map<String, Parcel> incoming = new LinkedHashMap<>();
  private String wallet = "default";

  Ledger(Simulation simulation, String name) {
    this.simulation = simulation;
    this.name = name;
  }

  String wallet() {
    return wallet;
  }

  /** The application's messages to peers, in the order of sending. */
  List<Parcel> outgoing() {
    return List.copyOf(outgoing.values());
  }

  /** The application's messages from peers, in the order of arrival. */
  List<Parcel> incoming() {
    return List.copyOf(incoming.values());
  }

  Optional<StoredConnection> connection(String id) {
    return Optional.ofNullable(connections.get(id)).map(standing -> standing.record);
  }

  boolean hasTaken(String key) {
    return handled.contains(key);
  }

  /** Whose DIDs these are. */
  boolean owns(String did) {
    return connections.values().stream().anyMatch(c -> c.record.ourDid().equals(did));
  }

  /** The messages of the protocol and of the application that may be leased. */
  List<String> waiting() {
    return Stream.concat(
            connections.values().stream().flatMap(c -> c.record.deliveryId().stream()),
            Stream.of(outgoing, incoming)
                .flatMap(parcels -> parcels.values().stream())
                .filter(Parcel::isWaiting)
                .map(Parcel::id))
        .toList();
  }

  /** A change whose writer has heard that it was written. */
  void acknowledged(Change change) {
    for (QueuedMessage message : change.added()) {
      Parcel parcel = parcel(message.id());
      if (parcel != null) {
        parcel.acknowledged();
      }
    }
  }

  /** A change that was written, whether or not its writer has heard so. */
  void committed(Change change) {
    wallet = change.wallet();
    change
        .handled()
        .ifPresent(h -> require(handled.add(h.key()), "one message was taken twice", h.key()));
    change.invitation().ifPresent(this::written);
    change
        .connection()
        .ifPresentOrElse(
            connection -> written(connection, change.events()),
            () ->
                require(
                    change.events().isEmpty() || change.forgotten().isPresent(),
                    "events of no connection",
                    name));
    change.forgotten().ifPresent(forgotten -> forgotten(forgotten, change.events()));
    change.added().forEach(message -> added(message, change.connection()));
    change.updated().forEach(this::updated);
    change.removed().forEach(this::removed);
  }

  private void written(StoredInvitation invitation) {
    StoredInvitation before = invitations.put(invitation.id(), invitation);
    long version = before == null ? 0 : before.version();
    require(invitation.version() == version + 1, "a version was left out", invitation.id());
    require(
        invitation.usesAllowed() == 0 || invitation.uses() <= invitation.usesAllowed(),
        "an invitation was used too often",
        invitation.id());
  }

  private void written(StoredConnection connection, List<StoredEvent> events) {
    Standing standing = connections.get(connection.id());
    long version = standing == null ? 0 : standing.record.version();
    require(connection.version() == version + 1, "a version was left out", connection.id());
    ConnectionState state = standing == null ? null : standing.record.state();
    if (standing == null) {
      standing = new Standing(connection);
      connections.put(connection.id(), standing);
      countFor(connection);
    }
    for (StoredEvent event : events) {
      state = walked(standing, state, event);
    }
    require(state == connection.state(), "a state without an event", connection.id());
    require(isSame(standing.record, connection), "a connection became another", connection.id());
    standing.record = connection;
  }

  private void forgotten(Forgotten forgotten, List<StoredEvent> events) {
    String id = forgotten.connectionId();
    Standing standing = connections.remove(id);
    require(standing != null, "the end of a connection that was not there", id);
    require(
        events.size() == 1 && named(events.get(0).event()) == ConnectionEvent.CONNECTION_DELETED,
        "the end of a connection without its event",
        id);
    outgoing.values().removeIf(parcel -> parcel.connectionId().equals(id));
    incoming.values().removeIf(parcel -> parcel.connectionId().equals(id));
    simulation.note(name, Simulation.abbreviated(id) + " is deleted");
  }

  private ConnectionState walked(
      Standing standing, @Nullable ConnectionState from, StoredEvent event) {
    String id = event.connectionId();
    require(id.equals(standing.record.id()), "an event of another connection", id);
    require(event.sequence() == standing.sequence + 1, "a gap in the sequence of events", id);
    standing.sequence = event.sequence();
    String step = (from == null ? NEW : from) + " " + event.event() + " " + event.state();
    ConnectionEvent on = named(event.event());
    require(
        ConnectionTransitions.has(from, on)
            && ConnectionTransitions.next(from, on) == event.state(),
        "a step that is not in the table: " + step,
        id);
    if (from != null && from != event.state()) {
      standing.left.add(from);
    }
    require(!standing.left.contains(event.state()), "a state came back: " + step, id);
    simulation.note(name, Simulation.abbreviated(id) + " " + event.event() + " " + event.state());
    return event.state();
  }

  private ConnectionEvent named(String text) {
    return Arrays.stream(ConnectionEvent.values())
        .filter(event -> event.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> failure("an event without a name", text));
  }

  private static boolean isSame(StoredConnection before, StoredConnection after) {
    return before.role() == after.role()
        && before.thread().equals(after.thread())
        && before.ourDid().equals(after.ourDid())
        && (before.theirDid().isEmpty() || after.theirDid().isPresent());
  }

  // What we made for many may have many; what we accepted has one.
  private void countFor(StoredConnection connection) {
    int count =
        connectionsByInvitation.merge(connection.thread() + connection.role(), 1, Integer::sum);
    StoredInvitation invitation = invitations.get(connection.thread());
    int most =
        invitation == null || connection.role() == Role.INVITEE ? 1 : invitation.usesAllowed();
    require(
        most == 0 || count <= most, "an invitation led to too many connections", connection.id());
  }

  private void added(QueuedMessage message, Optional<StoredConnection> withConnection) {
    boolean isOfProtocol = withConnection.isPresent() && message.queue() == Queue.OUTBOX;
    boolean isForAStranger = !connections.containsKey(message.connectionId());
    if (isOfProtocol || isForAStranger || message.queue() == Queue.TIMER) {
      return;
    }
    Map<String, Parcel> parcels = message.queue() == Queue.OUTBOX ? outgoing : incoming;
    Parcel parcel = new Parcel(message.id(), message.connectionId());
    require(
        parcels.put(message.id(), parcel) == null, "one message was queued twice", message.id());
    simulation.note(
        name, message.queue() + " has " + Simulation.abbreviated(message.id()) + " to deliver");
  }

  private void updated(QueuedMessage message) {
    Parcel parcel = parcel(message.id());
    if (parcel != null && !parcel.isDone()) {
      parcel.updated(message);
      if (message.due().isEmpty()) {
        simulation.note(name, "gives up " + Simulation.abbreviated(message.id()));
      }
    }
  }

  private void removed(String id) {
    Parcel parcel = parcel(id);
    if (parcel == null || parcel.isDone()) {
      return;
    }
    boolean isOut = outgoing.containsKey(id);
    boolean isFirst =
        (isOut ? outgoing : incoming)
            .values().stream()
                .filter(other -> other.connectionId().equals(parcel.connectionId()))
                .filter(Parcel::isWaiting)
                .findFirst()
                .filter(first -> first != parcel)
                .isEmpty();
    require(isFirst, "a message overtook another", id);
    parcel.done();
    simulation.note(name, (isOut ? "has delivered " : "has handled ") + Simulation.abbreviated(id));
  }

  private @Nullable Parcel parcel(String id) {
    Parcel out = outgoing.get(id);
    return out == null ? incoming.get(id) : out;
  }

  private void require(boolean condition, String otherwise, String about) {
    if (!condition) {
      throw failure(otherwise, about);
    }
  }

  private SimulationFailure failure(String what, String about) {
    return simulation.failure(name + " committed " + what + " (" + about + ")");
  }
}
