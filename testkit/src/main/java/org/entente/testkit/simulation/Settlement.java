package org.entente.testkit.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.entente.ConnectionPage;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.ConnectionState;
import org.entente.connection.Role;
import org.entente.did.Did;
import org.entente.did.DidUrl;
import org.entente.did.PeerDid;
import org.entente.envelope.Protection;
import org.entente.envelope.Unpacked;
import org.entente.message.BasicMessage;
import org.entente.message.Message;
import org.entente.storage.QueueQuery;
import org.entente.storage.QueuedMessage;
import org.entente.storage.QueuedMessage.Queue;
import org.entente.storage.StoredConnection;

/** What must be so once everything has come to rest. */
final class Settlement {
  private final Simulation simulation;
  private final Map<SimulatedAgent, List<Connection>> connections = new HashMap<>();

  Settlement(Simulation simulation) {
    this.simulation = simulation;
    simulation.agents().forEach(agent -> connections.put(agent, all(agent)));
  }

  void check() {
    for (SimulatedAgent agent : simulation.agents()) {
      checkQueues(agent);
      for (Connection connection : connectionsOf(agent)) {
        checkAtRest(agent, connection);
        checkKeys(agent, connection);
        checkMirrored(agent, connection);
      }
      checkMessages(agent);
    }
  }

  private void checkQueues(SimulatedAgent agent) {
    QueueQuery undelivered = new QueueQuery(Queue.OUTBOX, false, Optional.empty(), 0, 1);
    for (QueuedMessage message : agent.storage().listQueued(agent.ledger().wallet(), undelivered)) {
      throw simulation.failure(
          agent.name()
              + " still has something to deliver: "
              + message.id()
              + " over "
              + message.connectionId()
              + ", "
              + message.progress());
    }
    Set<String> heldUp = new HashSet<>();
    for (Parcel parcel : agent.ledger().incoming()) {
      if (!parcel.isDone() && parcel.wasPutOff()) {
        heldUp.add(parcel.connectionId());
      }
      require(
          parcel.isDone() || heldUp.contains(parcel.connectionId()),
          agent,
          "has never given " + parcel.id() + " to its application");
    }
  }

  private void checkAtRest(SimulatedAgent agent, Connection connection) {
    require(
        !DueTimes.DELIVERING.contains(connection.state()) || connection.stopped().isPresent(),
        agent,
        "has a connection that is neither done nor stopped: " + connection);
    Optional<Instant> expires = connection.invitation().expiresTime();
    require(
        connection.state() != ConnectionState.INVITATION_GENERATED
            || !expires.filter(time -> time.isBefore(simulation.now())).isPresent(),
        agent,
        "has an invitation that has not expired in time: " + connection);
  }

  private void checkKeys(SimulatedAgent agent, Connection connection) {
    Did did = PeerDid.canonical(connection.ourDid());
    for (String key : List.of("#key-1", "#key-2")) {
      require(
          agent.storage().findKey(agent.ledger().wallet(), did + key).isPresent(),
          agent,
          "has lost the key of a DID of " + connection);
    }
  }

  private void checkMirrored(SimulatedAgent agent, Connection connection) {
    if (!connection.isEstablished()) {
      return;
    }
    Did theirs = connection.theirDid().orElseThrow();
    Optional<SimulatedAgent> peer = peer(theirs);
    if (peer.isEmpty()) {
      return; // somebody whom the test plays
    }
    Optional<Connection> mirror =
        connectionsOf(peer.get()).stream()
            .filter(other -> other.role() != connection.role())
            .filter(other -> other.thread().equals(connection.thread()))
            .filter(other -> PeerDid.isSameParty(other.ourDid(), theirs))
            .filter(other -> isParty(other.theirDid(), connection.ourDid()))
            .findFirst();
    require(mirror.isPresent(), agent, "has a peer that knows nothing of it: " + connection);
    // the inviter may never hear that its response has arrived; the invitee has to have it
    boolean isUnheard =
        connection.role() == Role.INVITEE
            && mirror.get().state() == ConnectionState.CONNECTION_RESPONSE_PENDING
            && mirror.get().stopped().isPresent();
    require(
        mirror.get().isEstablished() || isUnheard,
        agent,
        "is connected with a peer that is not: " + connection + ", " + mirror.get());
  }

  private void checkMessages(SimulatedAgent agent) {
    Map<String, List<String>> delivered = new HashMap<>();
    for (Parcel parcel : agent.ledger().outgoing()) {
      if (parcel.isAtRest()) {
        require(
            parcel.failure().isPresent(), agent, "gave up " + parcel.id() + " without a reason");
        continue;
      }
      StoredConnection over = agent.ledger().connection(parcel.connectionId()).orElseThrow();
      Did theirs = new Did(over.theirDid().orElseThrow());
      Optional<SimulatedAgent> peer = peer(theirs);
      if (peer.isPresent()) {
        String key = key(theirs, new Did(over.ourDid()), parcel.id());
        require(
            peer.get().ledger().hasTaken(key),
            agent,
            "was told that " + peer.get().name() + " has " + parcel.id() + ", and it has not");
        delivered.computeIfAbsent(over.id(), id -> new ArrayList<>()).add(key);
      }
    }
    delivered.values().forEach(keys -> checkOrder(agent, keys));
  }

  // each lane hands over in the order of arrival, so that the arrivals say it
  private void checkOrder(SimulatedAgent agent, List<String> keys) {
    for (SimulatedAgent peer : simulation.agents()) {
      List<String> arrived =
          peer.ledger().incoming().stream().map(Parcel::id).filter(keys::contains).toList();
      require(
          arrived.isEmpty() || arrived.equals(keys),
          agent,
          "has messages that reached " + peer.name() + " in another order: " + keys);
    }
  }

  private Optional<SimulatedAgent> peer(Did did) {
    String name = PeerDid.canonical(did).value();
    return simulation.agents().stream().filter(agent -> agent.ledger().owns(name)).findFirst();
  }

  private List<Connection> connectionsOf(SimulatedAgent agent) {
    return connections.getOrDefault(agent, List.of());
  }

  private static boolean isParty(Optional<Did> one, Did other) {
    return one.filter(did -> PeerDid.isSameParty(did, other)).isPresent();
  }

  private static List<Connection> all(SimulatedAgent agent) {
    List<Connection> all = new ArrayList<>();
    Optional<ConnectionQuery> query = Optional.of(ConnectionQuery.all().limit(1000));
    while (query.isPresent()) {
      ConnectionPage page = agent.agent().connections().list(query.get());
      all.addAll(page.connections());
      query = page.next();
    }
    return all;
  }

  /** What its receiver recognises a message by. */
  private static String key(Did recipient, Did author, String id) {
    Protection protection =
        new Protection(
            Optional.of(new DidUrl(recipient, "key-1")),
            Optional.of(new DidUrl(author, "key-1")),
            List.of(),
            List.of(),
            false);
    Message message = Message.builder(id, BasicMessage.TYPE).build();
    return new Unpacked(message, protection).deduplicationKey().orElseThrow();
  }

  private void require(boolean condition, SimulatedAgent agent, String otherwise) {
    if (!condition) {
      throw simulation.failure(agent.name() + " " + otherwise);
    }
  }
}
