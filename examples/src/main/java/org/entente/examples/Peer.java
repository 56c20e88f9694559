package org.entente.examples;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.entente.Agent;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.Role;
import org.entente.exception.EntenteException;
import org.entente.message.BasicMessage;
import org.entente.storage.Storage;
import org.entente.transport.http.EndpointPolicy;
import org.entente.transport.http.HttpTransport;

/** What the samples Inviter and Invitee have in common: an agent, and what it prints. */
final class Peer {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private final String name;
  private final PeerOptions options;
  private final Output output;

  Peer(String name, PeerOptions options, Output output) {
    this.name = name;
    this.options = options;
    this.output = output;
  }

  /**
   * A connection to show.
   *
   * @param isResumed whether an earlier run began it, and has shown how it came to its state
   */
  record Shown(Connection connection, boolean isResumed) {}

  /**
   * Runs a sample to its end.
   *
   * @param connect begins the connection, or finds it again
   * @return the exit status
   */
  int run(Function<Agent, Shown> connect) throws IOException, InterruptedException {
    try (Agent agent = open()) {
      Runtime.getRuntime().addShutdownHook(new Thread(agent::close));
      agent
          .messages()
          .onReceived(BasicMessage.KIND, (from, text) -> output.message(text.content()));
      Connection connection;
      synchronized (output) {
        // what the listener hears is printed when this is done: the invitation comes first
        agent.connections().onChanged(output::state);
        Shown shown = connect.apply(agent);
        connection = shown.connection();
        if (shown.isResumed()) {
          resume(agent, connection);
        }
      }
      agent.connections().awaitEstablished(connection.id(), options.timeout());
      sendOnce(agent, connection.id());
      output.hint("Connected; staying " + options.stay().toSeconds() + " seconds for messages.");
      var unused = new CountDownLatch(1).await(options.stay().toSeconds(), TimeUnit.SECONDS);
      return 0;
    }
  }

  private void resume(Agent agent, Connection connection) {
    output.state(connection);
    if (connection.stopped().isPresent()) {
      agent.connections().retry(connection.id());
    }
  }

  /** The connection of an earlier run on the same data. */
  static Optional<Connection> earlier(Agent agent, Role role) {
    List<Connection> connections =
        agent.connections().list(ConnectionQuery.all().role(role)).connections();
    return connections.isEmpty()
        ? Optional.empty()
        : Optional.of(connections.get(connections.size() - 1));
  }

  private Agent open() throws IOException {
    Storage storage = new AgentData(options.data(), options.passphraseVariable()).open();
    try {
      return Agent.builder(name)
          .storage(storage)
          .transport(transport())
          .profile(options.profile())
          .build();
    } catch (EntenteException e) {
      storage.close();
      throw e;
    }
  }

  /** Plain HTTP, loopback and private addresses are refused by default; a sample needs them. */
  private HttpTransport transport() {
    URI endpoint = options.endpoint();
    HttpTransport.Builder builder =
        HttpTransport.builder(endpoint)
            .port(options.port())
            .endpointPolicy(EndpointPolicy.strict().allowHttp().allowLoopback().allowPrivate());
    if (!LOOPBACK.contains(endpoint.getHost())) {
      builder.bindAll();
    }
    return builder.listen();
  }

  // Remembered beside the data: a sample that is killed and started again says it once.
  private void sendOnce(Agent agent, String connectionId) throws IOException {
    if (options.send().isEmpty()) {
      return;
    }
    Optional<Path> said = options.data().map(data -> data.resolve(connectionId + ".said"));
    if (said.isPresent() && Files.exists(said.get())) {
      return;
    }
    agent.messages().send(connectionId, new BasicMessage(options.send().get()));
    if (said.isPresent()) {
      Files.createFile(said.get());
    }
  }
}
