package org.entente.examples.agentserver;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.entente.Agent;
import org.entente.WaitingMessage;
import org.entente.connection.Connection;
import org.entente.examples.agentserver.Conversations.Said;
import org.entente.json.JsonObject;
import org.entente.message.BasicMessage;
import org.entente.message.Message;

/** Conversations over established connections. */
final class MessagesApi {
  private static final int LONGEST = 100_000;

  private final Agent agent;
  private final Conversations conversations;
  private final Consumer<JsonObject> listener;
  private final Clock clock = Clock.systemUTC();

  /**
   * Takes the agent's messages from now on.
   *
   * @param listener is told of each message that comes or goes
   */
  MessagesApi(Agent agent, Conversations conversations, Consumer<JsonObject> listener) {
    this.agent = agent;
    this.conversations = conversations;
    this.listener = listener;
    var unused = agent.messages().onReceived(BasicMessage.KIND, this::received);
  }

  void addTo(RoutesConfig routes, String base) {
    String all = base + "/connections/{id}/messages";
    routes.get(all, this::list);
    routes.post(all, this::send);
  }

  private void received(Connection from, BasicMessage text, Message message) {
    conversations
        .add(from.id(), message.id(), false, text.content(), clock.instant())
        .ifPresent(said -> listener.accept(json(said, Set.of(), Set.of())));
  }

  private void list(Context context) {
    Connection connection = ConnectionsApi.connection(context, agent);
    int after = Paging.number(context, "after", 0, 0, Integer.MAX_VALUE);
    int limit = Paging.number(context, "limit", Paging.MOST, 1, Paging.MOST);
    Set<String> waiting = ids(agent.outbox().waiting(connection.id()));
    Set<String> givenUp = ids(agent.outbox().givenUp(connection.id()));
    List<JsonObject> messages =
        conversations.list(connection.id(), after, limit).stream()
            .map(said -> json(said, waiting, givenUp))
            .toList();
    JsonAnswer.send(
        context,
        200,
        JsonObject.builder().put("contents", messages).put("kind", "MessagesPage").build());
  }

  private void send(Context context) {
    Connection connection = ConnectionsApi.connection(context, agent);
    String content =
        RequestBody.text(RequestBody.json(context), "content", LONGEST)
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> ApiException.invalid("content is missing"));
    String id = agent.messages().send(connection.id(), new BasicMessage(content));
    Said said =
        conversations.add(connection.id(), id, true, content, clock.instant()).orElseThrow();
    JsonObject answer = json(said, Set.of(id), Set.of());
    listener.accept(answer);
    JsonAnswer.send(context, 201, answer);
  }

  private static Set<String> ids(List<WaitingMessage> messages) {
    return messages.stream().map(WaitingMessage::id).collect(Collectors.toSet());
  }

  private static JsonObject json(Said said, Set<String> waiting, Set<String> givenUp) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("id", said.id())
            .put("connectionId", said.connectionId())
            .put("place", said.place())
            .put("direction", said.isOurs() ? "sent" : "received")
            .put("content", said.content())
            .put("createdAt", ConnectionRecords.time(said.time()));
    if (said.isOurs()) {
      String delivery = givenUp.contains(said.id()) ? "givenUp" : "delivered";
      json.put("delivery", waiting.contains(said.id()) ? "waiting" : delivery);
    }
    return json.build();
  }
}
