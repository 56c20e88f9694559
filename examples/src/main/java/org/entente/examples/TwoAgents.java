package org.entente.examples;

import java.time.Duration;
import org.entente.Agent;
import org.entente.connection.Connection;
import org.entente.message.BasicMessage;
import org.entente.message.Invitation;
import org.entente.transport.inmemory.InMemoryNetwork;

/** Two agents in one JVM connect, and one greets the other. */
public final class TwoAgents {
  private TwoAgents() {}

  /** Runs it, and prints the greeting as it arrives. */
  public static void main(String[] args) {
    // region two-agents
    InMemoryNetwork network = new InMemoryNetwork();
    try (Agent alice = Agent.builder("Alice").transport(network.join("alice")).build();
        Agent bob = Agent.builder("Bob").transport(network.join("bob")).build()) {

      Invitation invitation = alice.connections().invite("Chat with Bob").invitation();
      Connection toAlice = bob.connections().accept(invitation);
      bob.connections().awaitEstablished(toAlice.id(), Duration.ofSeconds(5));

      alice
          .messages()
          .onReceived(
              BasicMessage.KIND, (from, text) -> System.out.println("Bob: " + text.content()));
      bob.messages().send(toAlice.id(), new BasicMessage("Hello, Alice"));
    } // what is under way arrives before an agent closes
    // endregion
    network.close();
  }
}
