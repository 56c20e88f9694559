package org.entente.testkit.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.entente.Agent;
import org.entente.storage.StorageException;
import org.entente.testkit.ManualClock;
import org.entente.testkit.ManualDriver;
import org.entente.testkit.SeededRandom;
import org.entente.transport.inmemory.Faults;
import org.entente.transport.inmemory.InMemoryNetwork;
import org.jspecify.annotations.Nullable;

/**
 * Agents and your handlers in bad times: on a network that loses and repeats, with processes that
 * die at any point, storages that fail and clocks that are set. Everything runs in the thread of
 * the test, on a virtual clock, and whatever happens is drawn from one seed: the same seed tells
 * the same story again.
 *
 * <pre>{@code
 * Simulation.play(seed, Hardships.usual(), simulation -> {
 *   List<String> heard = new ArrayList<>();
 *   SimulatedAgent alice = simulation.agent("alice", agent -> {});
 *   SimulatedAgent bob = simulation.agent("bob", agent ->   // again after each crash
 *       agent.messages().onReceived(
 *           BasicMessage.KIND, (from, text) -> heard.add(text.content())));
 *
 *   Connection atAlice = alice.agent().connections().invite("Chat with Bob");
 *   bob.agent().connections().accept(atAlice.invitation());
 *   simulation.run(Duration.ofMinutes(5));   // bad times
 *   simulation.settle();                     // good times, and then all must be well
 *
 *   alice.agent().messages().send(atAlice.id(), new BasicMessage("Hello, Bob"));
 *   simulation.run(Duration.ofMinutes(5));
 *   simulation.settle();
 *   assertThat(heard).contains("Hello, Bob");
 * });
 * }</pre>
 *
 * <p>Hardships come only while it {@link #run runs}: what a test does between two runs succeeds.
 * What an application does in bad times, it does in its handlers, or {@link #after some time}, if
 * its agent {@link SimulatedAgent#isUp is up} then. A handler's exceptions, failed assertions
 * included, only have it called again: note what it sees, and look at that once all has settled. A
 * request that a policy puts off must be decided before that.
 *
 * <p>After each step it is checked that every commit walks a row of the state table, without a gap
 * in versions and events and never back; that an invitation leads to no more connections than it
 * may; that nothing is sent that was not committed and leased; that no message is taken twice, and
 * none handed over again without a crash, a failing handler or a failing storage; that queues stay
 * within the default limits, and what is in memory stays bounded. {@link #settle} says what is
 * checked in the end. What must not be is a {@link SimulationFailure} with the seed and the
 * history. Not thread-safe.
 */
public final class Simulation implements AutoCloseable {
  private static final Duration SETTLING = Duration.ofHours(3);
  private static final int MOST_PENDING = 100_000;
  private static final int DEEPEST_INTERRUPTION = 3;
  private static final String WORLD = "*";

  private final long seed;
  private final ManualClock clock = new ManualClock();
  private final ManualDriver driver;
  private final InMemoryNetwork network;
  private final SeededRandom secrets;
  private final Random ids;
  private final Random chance;
  private final Fortune fortune;
  private final BadTimes badTimes;
  private final Trace trace = new Trace();
  private final List<SimulatedAgent> agents = new ArrayList<>();
  private @Nullable SimulationFailure failure;
  private int interruptions;

  /** What a test has happen in a simulation. */
  @FunctionalInterface
  public interface Story {
    /** Makes agents, has them do something, and looks at what came of it. */
    void tell(Simulation simulation);
  }

  private Simulation(long seed, Hardships hardships) {
    this.seed = seed;
    Random seeds = new Random(seed);
    this.driver = new ManualDriver(clock, new Random(seeds.nextLong()));
    this.network = new InMemoryNetwork(seeds.nextLong(), driver::schedule);
    this.secrets = new SeededRandom(seeds.nextLong());
    this.ids = new Random(seeds.nextLong());
    this.chance = new Random(seeds.nextLong());
    this.fortune = new Fortune(new Random(seeds.nextLong()), hardships);
    this.badTimes = new BadTimes(this);
    driver.afterEach(this::check);
  }

  /** A simulation with the {@linkplain Hardships#usual usual hardships}. */
  public static Simulation seeded(long seed) {
    return seeded(seed, Hardships.usual());
  }

  /** A simulation. */
  public static Simulation seeded(long seed, Hardships hardships) {
    return new Simulation(seed, hardships);
  }

  /**
   * Plays a story once.
   *
   * @throws SimulationFailure with the seed and the history, whatever the story threw
   */
  public static void play(long seed, Hardships hardships, Story story) {
    try (Simulation simulation = seeded(seed, hardships)) {
      try {
        story.tell(simulation);
      } catch (SimulationFailure e) {
        throw e;
      } catch (RuntimeException | AssertionError e) {
        throw simulation.failure(String.valueOf(e.getMessage()), e);
      }
    }
  }

  /** What repeats this. */
  public long seed() {
    return seed;
  }

  /** Draws for the test itself, which the seed repeats too. */
  public Random random() {
    return chance;
  }

  /** What the wall clock of all agents shows. */
  public Instant now() {
    return clock.instant();
  }

  /** The network, on which a test may play other peers. */
  public InMemoryNetwork network() {
    return network;
  }

  /** The agents, in the order in which they were made. */
  public List<SimulatedAgent> agents() {
    return List.copyOf(agents);
  }

  /**
   * An agent with a storage of its own.
   *
   * @param name also on the network
   * @param application registers handlers and listeners; called with each new agent, so again after
   *     each crash
   */
  public SimulatedAgent agent(String name, Consumer<Agent> application) {
    return agent(name, settings -> settings, application);
  }

  /**
   * The same, with settings. Storage, transport, clock, ticker, driver, randomness and ids are the
   * simulation's.
   */
  public SimulatedAgent agent(
      String name, UnaryOperator<Agent.Builder> settings, Consumer<Agent> application) {
    SimulatedAgent agent = new SimulatedAgent(this, name, settings, application);
    agents.add(agent);
    return agent;
  }

  /**
   * Has an application do something when so much time has gone by, whatever the times are like
   * then. A {@link StorageException} is passed over, for then the application would not know what
   * has happened either; anything else that it throws is a failure.
   */
  public void after(Duration delay, Runnable action) {
    driver.schedule(
        delay,
        () -> {
          try {
            action.run();
          } catch (StorageException e) {
            note(WORLD, "an action failed: " + e.getMessage());
          }
        });
  }

  /** Sets the wall clock of all agents, forwards or backwards. */
  public void jump(Duration by) {
    note(WORLD, "the clock is set by " + by);
    clock.jump(by);
  }

  /**
   * Lets time go by, in bad times.
   *
   * @throws SimulationFailure if something happened that must not
   */
  public void run(Duration time) {
    note(WORLD, "bad times for " + time);
    network.faults(fortune.hardships().network());
    badTimes.begin();
    try {
      driver.advance(time);
    } finally {
      badTimes.end();
    }
    check();
  }

  /**
   * Ends the bad times: mends the network, starts whoever is down, lets three hours go by, and
   * checks that everything has come to rest and is consistent.
   *
   * <p>No message waits for a peer. Every message whose {@code send} has returned was handled by
   * the application of its receiver, in order for each connection, or is at rest with a reason; one
   * that the application has no handler for, or a failing one, may wait for it. Every connection is
   * established, failed, or stopped with a reason, or waits for a user. The two sides of an
   * established one know each other's DIDs. All DIDs of our own have their keys.
   *
   * @throws SimulationFailure if anything is not so
   */
  public void settle() {
    note(WORLD, "good times");
    network.faults(Faults.none());
    for (SimulatedAgent agent : agents) {
      network.mend(agent.name());
      agent.restart();
    }
    driver.advance(SETTLING);
    check();
    new Settlement(this).check();
  }

  /** What has happened: its last two thousand lines. */
  public List<String> history() {
    return trace.lines();
  }

  /** A number for all that has happened, the same whenever the same has. */
  public long fingerprint() {
    return trace.fingerprint();
  }

  /** Closes the agents that are up, and forgets everything. */
  @Override
  public void close() {
    driver.afterEach(() -> {});
    agents.forEach(SimulatedAgent::close);
    network.close();
  }

  Agent.Builder builder(String name) {
    return Agent.builder(name)
        .clock(clock)
        .ticker(driver.ticker())
        .random(secrets)
        .ids(() -> new UUID(ids.nextLong(), ids.nextLong()).toString());
  }

  SeededRandom secrets() {
    return secrets;
  }

  ManualDriver driver() {
    return driver;
  }

  Fortune fortune() {
    return fortune;
  }

  void note(String who, String what) {
    trace.note(clock.elapsed(), who, what);
  }

  /** What must be thrown; if it is swallowed on its way, it ends the simulation all the same. */
  SimulationFailure failure(String what) {
    return failure(what, null);
  }

  private SimulationFailure failure(String what, @Nullable Throwable cause) {
    SimulationFailure made = new SimulationFailure(seed, what, history(), cause);
    if (failure == null) {
      failure = made;
    }
    return made;
  }

  void restartLater(SimulatedAgent agent) {
    driver.schedule(fortune.upTo(fortune.hardships().downFor()), agent.restartUnlessDone());
  }

  /** Has something else happen in the midst of a step. */
  void interrupt() {
    if (interruptions < DEEPEST_INTERRUPTION) {
      interruptions++;
      note(WORLD, "meanwhile");
      try {
        driver.runOne();
      } finally {
        interruptions--;
      }
    }
  }

  static String abbreviated(String id) {
    return id.length() <= 8 ? id : id.substring(0, 8);
  }

  private void check() {
    if (failure != null) {
      throw failure;
    }
    for (RuntimeException escaped : driver.failures()) {
      throw failure("work of an agent threw " + escaped, escaped);
    }
    if (driver.pending() > MOST_PENDING) {
      throw failure("more and more is to be done");
    }
  }
}
