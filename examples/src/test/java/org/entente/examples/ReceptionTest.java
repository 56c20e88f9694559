package org.entente.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.entente.Agent;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionState;
import org.entente.message.Invitation;
import org.entente.transport.inmemory.InMemoryNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReceptionTest {
  @Test
  void aGuestIsLetInAndBidFarewell() throws Exception {
    InMemoryNetwork network = new InMemoryNetwork();
    try (Agent desk = Reception.open(network.join("desk"));
        Agent guest = Agent.builder("Guest").transport(network.join("guest")).build()) {
      Reception.hear(desk);
      Invitation poster = desk.invitations().list().invitations().get(0).invitation();
      Connection toDesk = guest.connections().accept(poster);
      guest
          .connections()
          .await(toDesk.id(), ConnectionState.CONNECTION_REQUEST_SENT, Duration.ofSeconds(30));
      Connection asking = desk.connections().list().connections().get(0);

      Reception.letIn(desk);
      desk.connections().awaitEstablished(asking.id(), Duration.ofSeconds(30));
      Reception.lookAfter(desk, asking.id());

      assertThat(desk.connections().get(asking.id()).ending()).isPresent();
    }
  }
}
