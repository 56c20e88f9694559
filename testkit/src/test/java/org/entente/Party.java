package org.entente;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionState;
import org.entente.message.BasicMessage;
import org.entente.pipeline.Driver;
import org.entente.storage.InMemoryStorage;
import org.entente.storage.QueuedMessage;
import org.entente.storage.Storage;
import org.entente.transport.Receipt;
import org.entente.transport.Registration;

/** One side of a {@link World}: an agent that can die, and the storage that outlives it. */
final class Party {
  private final World world;
  private final String name;
  private final UnaryOperator<Agent.Builder> settings;
  private final Storage kept;
  private final List<Connection> changes = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private WatchedStorage storage;
  private Driver driver;
  private Tap tap;
  private Agent agent;
  private Registration handler = () -> {};

  Party(World world, String name, UnaryOperator<Agent.Builder> settings) {
    this.world = world;
    this.name = name;
    this.settings = settings;
    this.kept = new InMemoryStorage(world.random());
    this.storage = new WatchedStorage(kept);
    this.tap = new Tap(world.network().join(name));
    this.driver = world.driver().forAgent();
    this.agent = open();
  }

  private Agent open() {
    Agent opened =
        settings
            .apply(world.builder(name).sharedStorage(storage).sharedTransport(tap).driver(driver))
            .build();
    opened.connections().onChanged(changes::add);
    handler =
        opened.messages().onReceived(BasicMessage.KIND, (from, text) -> heard.add(text.content()));
    return opened;
  }

  /** Its process dies, without a word. */
  void die() {
    world.driver().kill(driver);
    tap.close();
  }

  /** A new process on the same storage. */
  void reopen() {
    storage = new WatchedStorage(kept);
    tap = new Tap(world.network().join(name));
    driver = world.driver().forAgent();
    agent = open();
  }

  Agent agent() {
    return agent;
  }

  Connections connections() {
    return agent.connections();
  }

  Messages messages() {
    return agent.messages();
  }

  /** What fills {@link #heard}. */
  Registration handler() {
    return handler;
  }

  WatchedStorage storage() {
    return storage;
  }

  Tap tap() {
    return tap;
  }

  /** The connection, as it is now. */
  Connection now(Connection connection) {
    return agent.connections().get(connection.id());
  }

  Receipt.Kind receive(byte[] packed) {
    return agent.receiver().receive(packed).kind();
  }

  /** What its listener was told, over all its lives. */
  List<Connection> changes() {
    return changes;
  }

  /** The states that its listener was told of. */
  List<ConnectionState> states() {
    return changes.stream().map(Connection::state).toList();
  }

  /** The messages that its handler was given. */
  List<String> heard() {
    return heard;
  }

  /** How many messages wait for a peer. */
  int outbox() {
    return kept.countQueued("default", QueuedMessage.Queue.OUTBOX, Optional.empty(), 1000);
  }
}
