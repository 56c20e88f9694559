package org.entente.benchmarks;

import java.time.Duration;
import org.entente.Agent;
import org.entente.connection.Connection;
import org.entente.testkit.ManualClock;
import org.entente.testkit.ManualDriver;
import org.entente.transport.inmemory.InMemoryNetwork;

/**
 * Two agents on one network, each with storage of its own in memory, and all of it turned by one
 * thread. Not thread-safe.
 */
final class TwoAgents implements AutoCloseable {
  private final ManualClock clock = new ManualClock();
  private final ManualDriver driver = new ManualDriver(clock);
  private final InMemoryNetwork network = new InMemoryNetwork(1, driver::schedule);
  private final Agent inviter = agent("alice");
  private final Agent invitee = agent("bob");

  /** Invites, accepts, and turns both agents until nothing is left to do. */
  Connection connect() {
    clock.advance(Duration.ofMillis(1));
    Connection invited = inviter.connections().invite();
    Connection accepted = invitee.connections().accept(invited.invitation());
    driver.run();
    Connection atInviter = inviter.connections().get(invited.id());
    Connection atInvitee = invitee.connections().get(accepted.id());
    if (!atInviter.isEstablished() || !atInvitee.isEstablished()) {
      throw new IllegalStateException("not connected: " + atInviter + ", " + atInvitee);
    }
    return atInvitee;
  }

  @Override
  public void close() {
    inviter.close();
    invitee.close();
    network.close();
  }

  private Agent agent(String name) {
    return Agent.builder(name)
        .clock(clock)
        .ticker(driver.ticker())
        .driver(driver.forAgent())
        .transport(network.join(name))
        .build();
  }
}
