package org.entente.examples.agentserver;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.entente.json.JsonObject;

/** The servers of a test. */
final class Servers implements AutoCloseable {
  private final Deque<AgentServer> servers = new ArrayDeque<>();

  /** The ids of a connection at both of its ends. */
  record Pair(String atInviter, String atInvitee) {}

  /** Starts a server, at any free port if the arguments name none. */
  AgentServer start(String... more) throws IOException {
    return start(Map.of(), more);
  }

  AgentServer start(Map<String, String> environment, String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of(more));
    if (!args.contains("--port")) {
      args.addAll(List.of("--port", "0"));
    }
    AgentServer server =
        AgentServer.start(ServerOptions.of(environment, args.toArray(String[]::new)));
    servers.push(server);
    return server;
  }

  /** Starts a server, and calls it. */
  Caller caller(String... more) throws IOException {
    return new Caller(start(more).api());
  }

  /** Establishes a connection. */
  static Pair connect(Caller inviter, Caller invitee) throws Exception {
    JsonObject invited = inviter.post("/connections", "{}").json();
    String url = invited.getObject("invitation").getString("invitationUrl");
    JsonObject accepted = invitee.post("/connection-invitations", body("invitation", url)).json();
    Pair pair = new Pair(invited.getString("connectionId"), accepted.getString("connectionId"));
    var unused = inviter.eventsUntil(pair.atInviter(), "ConnectionResponseSent");
    unused = invitee.eventsUntil(pair.atInvitee(), "ConnectionResponseReceived");
    return pair;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** A body with one member. */
  static String body(String name, String value) {
    return JsonObject.builder().put(name, value).build().toJson();
  }

  @Override
  public void close() {
    servers.forEach(AgentServer::close);
  }
}
