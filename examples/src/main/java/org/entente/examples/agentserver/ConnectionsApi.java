package org.entente.examples.agentserver;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.entente.Agent;
import org.entente.Diagnosis;
import org.entente.InvitationOptions;
import org.entente.connection.Connection;
import org.entente.connection.DeliveryAttempt;
import org.entente.json.JsonObject;
import org.entente.message.Invitation;

/** The connections API of the PRISM agents, and what an operator needs besides. */
final class ConnectionsApi {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private static final int LONGEST_TEXT = 255;
  private static final int LONGEST_INVITATION = 64 << 10;

  private final Agent agent;
  private final ConnectionRecords records;
  private final Conversations conversations;
  private final String base;

  ConnectionsApi(Agent agent, ConnectionRecords records, Conversations conversations, String base) {
    this.agent = agent;
    this.records = records;
    this.conversations = conversations;
    this.base = base;
  }

  void addTo(RoutesConfig routes) {
    String one = base + "/connections/{id}";
    routes.post(base + "/connections", this::create);
    routes.get(base + "/connections", this::list);
    routes.get(one, this::get);
    routes.post(base + "/connection-invitations", this::accept);
    routes.delete(one, this::delete);
    routes.post(one + "/retry", this::retry);
    routes.get(one + "/diagnosis", this::diagnose);
  }

  /**
   * The connection that a path names.
   *
   * @throws ApiException if it names none
   */
  static Connection connection(Context context, Agent agent) {
    String id = context.pathParam("id");
    if (!UUID_TEXT.matcher(id).matches()) {
      throw ApiException.notFound("a connection's id is a UUID");
    }
    return agent.connections().get(UUID.fromString(id).toString());
  }

  private void create(Context context) {
    JsonObject body = RequestBody.json(context);
    // an agent of its own accord would call the connection by its name; here none means none
    String label = RequestBody.text(body, "label", LONGEST_TEXT).orElse("");
    InvitationOptions options = InvitationOptions.defaults().label(label);
    Optional<String> goalCode = RequestBody.text(body, "goalCode", LONGEST_TEXT);
    options = goalCode.isPresent() ? options.goalCode(goalCode.get()) : options;
    Optional<String> goal = RequestBody.text(body, "goal", LONGEST_TEXT);
    options = goal.isPresent() ? options.goal(goal.get()) : options;
    JsonAnswer.send(context, 201, records.of(agent.connections().invite(options)));
  }

  private void list(Context context) {
    JsonObject page = Paging.of(context, base + "/connections").page(agent.connections(), records);
    JsonAnswer.send(context, 200, page);
  }

  private void get(Context context) {
    JsonAnswer.send(context, 200, records.of(connection(context, agent)));
  }

  private void accept(Context context) {
    JsonObject body = RequestBody.json(context);
    Invitation invitation =
        Invitation.parse(
            RequestBody.text(body, "invitation", LONGEST_INVITATION)
                .orElseThrow(() -> ApiException.invalid("invitation is missing")));
    Optional<String> label = RequestBody.text(body, "label", LONGEST_TEXT);
    Connection connection =
        label.isPresent()
            ? agent.connections().accept(invitation, label.get())
            : agent.connections().accept(invitation);
    JsonAnswer.send(context, 200, records.of(connection));
  }

  private void delete(Context context) {
    Connection connection = connection(context, agent);
    agent.connections().delete(connection.id());
    // also when this is not reached: each deletion is followed as an event
    conversations.forget(connection.id());
    context.status(204);
  }

  private void retry(Context context) {
    Connection connection = connection(context, agent);
    JsonAnswer.send(context, 200, records.of(agent.connections().retry(connection.id())));
  }

  private void diagnose(Context context) {
    Connection connection = connection(context, agent);
    Diagnosis diagnosis = agent.connections().diagnose(connection.id());
    JsonObject answer =
        JsonObject.builder()
            .put("connectionId", connection.id())
            .put("summary", diagnosis.summary())
            .put("attempts", diagnosis.attempts().stream().map(ConnectionsApi::attempt).toList())
            .put("waiting", diagnosis.waiting())
            .put("givenUp", diagnosis.givenUp())
            .put("warnings", diagnosis.warnings())
            .put("nextAttempt", diagnosis.connection().nextAttempt().map(ConnectionRecords::time))
            .put("deadline", diagnosis.connection().deadline().map(ConnectionRecords::time))
            .build();
    JsonAnswer.send(context, 200, answer);
  }

  private static JsonObject attempt(DeliveryAttempt attempt) {
    return JsonObject.builder()
        .put("time", ConnectionRecords.time(attempt.time()))
        .put("endpoint", attempt.endpoint())
        .put("outcome", attempt.outcome())
        .build();
  }
}
