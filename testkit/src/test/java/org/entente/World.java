package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.entente.connection.Connection;
import org.entente.message.Invitation;
import org.entente.testkit.ManualClock;
import org.entente.testkit.ManualDriver;
import org.entente.testkit.SeededRandom;
import org.entente.transport.inmemory.InMemoryNetwork;

/** Agents in one thread, with a clock that stands still, and everything drawn from one seed. */
final class World implements AutoCloseable {
  private final ManualClock clock = new ManualClock();
  private final ManualDriver driver = new ManualDriver(clock);
  private final SeededRandom random;
  private final Random ids;
  private final InMemoryNetwork network;
  private final List<Party> parties = new ArrayList<>();

  /** Both sides of one connection. */
  record Pair(Connection inviter, Connection invitee) {}

  World() {
    this(1);
  }

  World(long seed) {
    this.random = new SeededRandom(seed);
    this.ids = new Random(~seed);
    this.network = new InMemoryNetwork(seed, driver::schedule);
  }

  /** An agent with a name on the network, and a storage of its own. */
  Party party(String name) {
    return party(name, settings -> settings);
  }

  /** The same, with settings. */
  Party party(String name, UnaryOperator<Agent.Builder> settings) {
    Party party = new Party(this, name, settings);
    parties.add(party);
    return party;
  }

  /** A builder with all that belongs to this world. */
  Agent.Builder builder(String name) {
    return Agent.builder(name)
        .clock(clock)
        .ticker(driver.ticker())
        .random(random)
        .ids(this::id)
        .driver(driver.forAgent());
  }

  /** An id that has not been there. */
  String id() {
    return new UUID(ids.nextLong(), ids.nextLong()).toString();
  }

  /** Invites, accepts, and waits until nothing more happens. */
  Pair connect(Party inviter, Party invitee) {
    Pair pair = accept(inviter, invitee);
    run();
    return now(inviter, invitee, pair);
  }

  /** Invites and accepts; nothing has been sent yet. */
  Pair accept(Party inviter, Party invitee) {
    Connection atInviter = inviter.connections().invite("from " + invitee.agent().name());
    return new Pair(atInviter, invitee.connections().accept(overTheWire(atInviter.invitation())));
  }

  static Pair now(Party inviter, Party invitee, Pair pair) {
    return new Pair(inviter.now(pair.inviter()), invitee.now(pair.invitee()));
  }

  private static String overTheWire(Invitation invitation) {
    return invitation.encoded();
  }

  /** Something that is there only later. */
  <T> CompletableFuture<T> later(Duration delay, T result) {
    CompletableFuture<T> later = new CompletableFuture<>();
    driver.schedule(delay, () -> later.complete(result));
    return later;
  }

  /** Has everything done that can be done now. */
  void run() {
    driver.run();
  }

  /** Lets time pass. */
  void pass(Duration time) {
    driver.advance(time);
  }

  ManualClock clock() {
    return clock;
  }

  ManualDriver driver() {
    return driver;
  }

  InMemoryNetwork network() {
    return network;
  }

  SeededRandom random() {
    return random;
  }

  List<Party> parties() {
    return parties;
  }

  @Override
  public void close() {
    parties.forEach(party -> party.agent().close(Duration.ZERO));
    network.close();
    assertThat(driver.failures()).as("what escaped from work of the agents").isEmpty();
  }
}
