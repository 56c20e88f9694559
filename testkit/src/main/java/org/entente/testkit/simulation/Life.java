package org.entente.testkit.simulation;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.entente.Agent;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.pipeline.Driver;
import org.entente.storage.Change;
import org.entente.storage.QueuedMessage;
import org.entente.storage.QueuedMessage.Queue;
import org.entente.storage.Storage;
import org.entente.storage.StorageException;
import org.entente.transport.Transport;
import org.jspecify.annotations.Nullable;

/** One process of an agent, from its start to its death. Not thread-safe. */
final class Life {
  private final Simulation simulation;
  private final SimulatedAgent owner;
  private final Driver driver;
  private final SimulatedStorage storage;
  private final SimulatedTransport transport;
  private final Set<String> mayBeHandedOver = new HashSet<>();
  private final Set<String> handedOver = new HashSet<>();
  private @Nullable Callback callback;
  private @Nullable Agent agent;
  private boolean alive = true;
  private long leases;

  /** A callback of the application that is running, and the message that it is given. */
  private static final class Callback {
    @Nullable String message;
  }

  Life(Simulation simulation, SimulatedAgent owner, Driver driver, Storage kept, Transport member) {
    this.simulation = simulation;
    this.owner = owner;
    this.driver = driver;
    this.storage = new SimulatedStorage(kept, this);
    this.transport = new SimulatedTransport(member, this);
  }

  /** Builds the agent and has the application begin. */
  void begin() {
    note("starts");
    try {
      Agent.Builder builder =
          simulation
              .builder(owner.name())
              .sharedStorage(storage)
              .sharedTransport(transport)
              .driver(new WatchedDriver());
      Agent built = owner.build(builder);
      agent = built;
      owner.begin(built);
    } catch (StorageException e) {
      if (!simulation.fortune().isBad()) {
        throw e;
      }
      // a process that cannot start ends, and is started again
      if (alive) {
        die("while starting");
        simulation.restartLater(owner);
      }
    }
  }

  Agent agent() {
    Agent built = agent;
    if (built == null || !alive) {
      throw new IllegalStateException(owner.name() + " is down");
    }
    return built;
  }

  boolean isAlive() {
    return alive;
  }

  Fortune fortune() {
    return simulation.fortune();
  }

  void note(String what) {
    simulation.note(owner.name(), what);
  }

  /** Ends the process without a word. */
  void die(String where) {
    note("dies " + where);
    alive = false;
    simulation.driver().kill(driver);
    transport.close();
  }

  /** Ends the process as it should end. */
  void close() {
    agent().close(Duration.ZERO);
    transport.close();
    alive = false;
  }

  /** Whether it has died here; it is started again later. */
  boolean diesBy(String where) {
    if (!fortune().crashes()) {
      return false;
    }
    die(where);
    simulation.restartLater(owner);
    return true;
  }

  void mayDie(String where) {
    requireAlive();
    if (diesBy(where)) {
      requireAlive();
    }
  }

  void requireAlive() {
    if (!alive) {
      throw new StorageException("the process is dead");
    }
  }

  /** Something else may happen first, and may even be our death. */
  void mayBeInterrupted() {
    if (fortune().isInterrupted()) {
      simulation.interrupt();
      requireAlive();
    }
  }

  void storageFailed(String where) {
    note("has a storage that fails " + where);
    Callback running = callback;
    if (running != null && running.message != null) {
      mayBeHandedOver.add(running.message);
    }
  }

  void committed(Change change) {
    owner.ledger().committed(change);
    if (!DueTimes.are(change, owner.storage())) {
      throw simulation.failure(
          owner.name() + " left a connection half way that nobody will look at again");
    }
    change.added().forEach(message -> requireRoom(change.wallet(), message));
    for (QueuedMessage message : change.updated()) {
      mayBeHandedOver.add(message.id());
    }
  }

  private void requireRoom(String wallet, QueuedMessage message) {
    Limit limit = message.queue() == Queue.OUTBOX ? Limit.OUTBOX_PER_PEER : Limit.INBOX_PER_PEER;
    int most = Limits.defaults().of(limit);
    int count =
        owner
            .storage()
            .countQueued(wallet, message.queue(), Optional.of(message.connectionId()), most + 1);
    if (count > most) {
      throw simulation.failure(owner.name() + " has more in its queues than the limits allow");
    }
  }

  void acknowledged(Change change) {
    owner.ledger().acknowledged(change);
  }

  void leased(List<QueuedMessage> messages) {
    leases += messages.stream().filter(message -> message.queue() == Queue.OUTBOX).count();
  }

  /** One attempt for each lease, and none without. */
  void sending(URI endpoint, int bytes) {
    note("sends " + bytes + " bytes to " + endpoint.getHost());
    if (leases-- == 0) {
      throw simulation.failure(owner.name() + " sends what was not leased to it");
    }
  }

  // What a callback looks up first is the message that it is about to give to a handler.
  void lookedAt(QueuedMessage message) {
    Callback running = callback;
    if (message.queue() != Queue.INBOX || running == null || running.message != null) {
      return;
    }
    running.message = message.id();
    note("hands over " + Simulation.abbreviated(message.id()));
    if (!handedOver.add(message.id()) && !mayBeHandedOver.remove(message.id())) {
      throw simulation.failure(
          owner.name() + " hands a message over again for no reason: " + message.id());
    }
  }

  private void run(Runnable task) {
    Callback outer = callback;
    callback = new Callback();
    try {
      task.run();
    } finally {
      callback = outer;
    }
  }

  /** A driver that knows when code of the application runs. */
  private final class WatchedDriver implements Driver {
    @Override
    public void start(Turn turn) {
      driver.start(turn);
    }

    @Override
    public void wake() {
      driver.wake();
    }

    @Override
    public void execute(Runnable work) {
      driver.execute(work);
    }

    @Override
    public void executeCallback(Runnable task) {
      driver.executeCallback(() -> run(task));
    }

    @Override
    public <T> T await(CompletableFuture<T> result, Duration timeout)
        throws TimeoutException, InterruptedException {
      return driver.await(result, timeout);
    }

    @Override
    public void close() {
      driver.close();
    }
  }
}
