package org.entente.testkit.simulation;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.entente.Agent;
import org.entente.pipeline.Driver;
import org.entente.storage.Change;
import org.entente.storage.InMemoryStorage;
import org.entente.storage.Lease;
import org.entente.storage.QueuedMessage;
import org.entente.storage.Storage;

/**
 * An agent of a {@link Simulation} that dies and starts anew on the same storage. Not thread-safe.
 */
public final class SimulatedAgent {
  private final Simulation simulation;
  private final String name;
  private final UnaryOperator<Agent.Builder> settings;
  private final Consumer<Agent> application;
  private final Storage kept;
  private final Ledger ledger;
  private Life life;
  private int deaths;

  SimulatedAgent(
      Simulation simulation,
      String name,
      UnaryOperator<Agent.Builder> settings,
      Consumer<Agent> application) {
    this.simulation = simulation;
    this.name = name;
    this.settings = settings;
    this.application = application;
    this.kept = new InMemoryStorage(simulation.secrets());
    this.ledger = new Ledger(simulation, name);
    this.life = newLife();
    life.begin();
  }

  /** Its name, which is also where it is on the network: {@code memory://<name>}. */
  public String name() {
    return name;
  }

  /**
   * The agent as it lives now; another one after each crash.
   *
   * @throws IllegalStateException if it is down
   */
  public Agent agent() {
    return life.agent();
  }

  /** Whether it lives. */
  public boolean isUp() {
    return life.isAlive();
  }

  /** How often it has died. */
  public int crashes() {
    return deaths;
  }

  /**
   * Kills its process: what it was about to do is never done, and nobody reaches it until {@link
   * #restart}. Nothing happens if it is down.
   */
  public void crash() {
    if (isUp()) {
      life.die("as it was told to");
    }
  }

  /**
   * Starts a new process on the storage of the last one. What that one was delivering stays leased
   * to it for a while, or not: as on a storage that several share, or on one that nobody else has.
   * Nothing happens if it is up.
   */
  public void restart() {
    if (isUp()) {
      return;
    }
    deaths++;
    if (simulation.fortune().tossUp()) {
      voidLeases();
    }
    life = newLife();
    life.begin();
  }

  /** Restarts it if nobody else has by then. */
  Runnable restartUnlessDone() {
    Life dead = life;
    return () -> {
      if (life == dead) {
        restart();
      }
    };
  }

  /** Cuts it off from all others, or takes that back; messages under way are lost. */
  public void cutOff(boolean cut) {
    simulation.note(name, cut ? "is cut off" : "is reached again");
    if (cut) {
      simulation.network().cut(name);
    } else {
      simulation.network().mend(name);
    }
  }

  /** What it keeps, for looking at it from behind. */
  public Storage storage() {
    return kept;
  }

  Ledger ledger() {
    return ledger;
  }

  Agent build(Agent.Builder builder) {
    return settings.apply(builder).build();
  }

  void begin(Agent agent) {
    application.accept(agent);
  }

  private Life newLife() {
    Driver driver = simulation.driver().forAgent();
    return new Life(simulation, this, driver, kept, simulation.network().join(name));
  }

  // whoever updates a message gives up the lease on it
  private void voidLeases() {
    simulation.note(name, "has no leases left");
    Change.Builder change = Change.builder(ledger.wallet(), new Lease("nobody", Instant.EPOCH));
    for (String id : ledger.waiting()) {
      Optional<QueuedMessage> queued = kept.findQueued(ledger.wallet(), id);
      queued.filter(message -> message.due().isPresent()).ifPresent(change::update);
    }
    kept.commit(change.build());
  }

  void close() {
    if (isUp()) {
      life.close();
    }
    kept.close();
  }
}
