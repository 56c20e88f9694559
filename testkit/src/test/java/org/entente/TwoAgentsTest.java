package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionState;
import org.entente.message.BasicMessage;
import org.entente.message.Invitation;
import org.entente.transport.inmemory.InMemoryNetwork;
import org.junit.jupiter.api.Test;

class TwoAgentsTest {
  @Test
  void twoAgentsConnectAndTalk() throws Exception {
    InMemoryNetwork network = new InMemoryNetwork();
    try (Agent alice = Agent.builder("Alice").transport(network.join("alice")).build();
        Agent bob = Agent.builder("Bob").transport(network.join("bob")).build()) {
      CompletableFuture<String> heard = new CompletableFuture<>();
      alice
          .messages()
          .onReceived(BasicMessage.KIND, (from, text) -> heard.complete(text.content()));
      List<ConnectionState> states = new ArrayList<>();
      alice.connections().onChanged(c -> states.add(c.state()));

      Connection atAlice = alice.connections().invite("Chat with Bob");
      Invitation invitation = atAlice.invitation();
      Connection toAlice = bob.connections().accept(invitation);
      Connection established =
          bob.connections().awaitEstablished(toAlice.id(), Duration.ofSeconds(50));
      bob.messages().send(toAlice.id(), new BasicMessage("Hello, Alice"));

      assertThat(heard.get(50, TimeUnit.SECONDS)).isEqualTo("Hello, Alice");
      assertThat(established.theirDid()).contains(invitation.from());
      alice.connections().awaitEstablished(atAlice.id(), Duration.ofSeconds(50));
      System.out.println(states);
    }
  }
}
