package org.entente.examples.agentserver;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.entente.Agent;
import org.entente.ConnectionChange;
import org.entente.WaitingMessage;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionEvent;
import org.entente.examples.agentserver.Conversations.Page;
import org.entente.examples.agentserver.Conversations.Said;
import org.entente.json.JsonObject;
import org.entente.message.BasicMessage;
import org.entente.message.Message;
import org.entente.storage.StorageException;

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
    unused = agent.events().follow("conversations", this::happened);
  }

  void addTo(RoutesConfig routes, String base) {
    String all = base + "/connections/{id}/messages";
    routes.get(all, this::list);
    routes.post(all, this::send);
  }

  private void received(Connection from, BasicMessage text, Message message) {
    keep(from.id(), message.id(), false, text.content())
        .ifPresent(said -> listener.accept(json(said, Set.of(), Set.of())));
  }

  /** What the agent keeps for a while only, or not at all, is noted as it happens. */
  private void happened(ConnectionChange change) {
    String id = change.connectionId();
    if (change.event() == ConnectionEvent.MESSAGE_GIVEN_UP) {
      agent.outbox().givenUp(id).forEach(message -> conversations.giveUp(id, message.id()));
    } else if (change.event() == ConnectionEvent.CONNECTION_DELETED) {
      conversations.forget(id);
    }
  }

  private Optional<Said> keep(String connectionId, String id, boolean isOurs, String content) {
    Optional<Said> said = conversations.add(connectionId, id, isOurs, content, clock.instant());
    if (agent.connections().find(connectionId).isEmpty()) {
      // deleted meanwhile, and perhaps forgotten before this came
      conversations.forget(connectionId);
    }
    return said;
  }

  private void list(Context context) {
    Connection connection = ConnectionsApi.connection(context, agent);
    int after = QueryParameters.number(context, "after", 0, 0, Integer.MAX_VALUE);
    int limit = QueryParameters.number(context, "limit", Paging.MOST, 1, Paging.MOST);
    Page page = conversations.list(connection.id(), after, limit);
    // in this order: what is on its way, or given up, when the page is read is found so
    Set<String> waiting = ids(agent.outbox().waiting(connection.id()));
    Set<String> givenUp = ids(agent.outbox().givenUp(connection.id()));
    JsonObject.Builder answer =
        JsonObject.builder()
            .put(
                "contents",
                page.messages().stream().map(said -> json(said, waiting, givenUp)).toList())
            .put("kind", "MessagesPage");
    if (page.hasMore()) {
      long last = page.messages().get(page.messages().size() - 1).place();
      answer.put("next", context.path() + "?after=" + last + "&limit=" + limit);
    }
    JsonAnswer.send(context, 200, answer.build());
  }

  private void send(Context context) {
    Connection connection = ConnectionsApi.connection(context, agent);
    String content =
        RequestBody.text(RequestBody.json(context), "content", LONGEST)
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> ApiException.invalid("content is missing"));
    String id = agent.messages().send(connection.id(), new BasicMessage(content));
    JsonObject answer = json(sent(connection.id(), id, content), Set.of(id), Set.of());
    listener.accept(answer);
    JsonAnswer.send(context, 201, answer);
  }

  private Said sent(String connectionId, String id, String content) {
    try {
      return keep(connectionId, id, true, content).orElseThrow();
    } catch (StorageException e) {
      throw new ApiException(
          500, "MessageNotKept", "it is on its way, but is not shown here; do not send it again");
    }
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
      boolean isGivenUp = said.isGivenUp() || givenUp.contains(said.id());
      String delivery = isGivenUp ? "givenUp" : "delivered";
      json.put("delivery", waiting.contains(said.id()) ? "waiting" : delivery);
    }
    return json.build();
  }
}
