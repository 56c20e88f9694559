package org.entente.examples.agentserver;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import org.entente.Agent;
import org.entente.json.JsonObject;

/** Whether the server lives, and whether its agent can work. */
final class Health {
  private final Agent agent;

  Health(Agent agent) {
    this.agent = agent;
  }

  void addTo(RoutesConfig routes, String base) {
    routes.get(base + "/_system/health", this::health);
    routes.get(base + "/_system/ready", this::ready);
  }

  private void health(Context context) {
    String version =
        Optional.ofNullable(Agent.class.getPackage().getImplementationVersion()).orElse("unknown");
    JsonAnswer.send(context, 200, JsonObject.builder().put("version", version).build());
  }

  private void ready(Context context) {
    Optional<String> problem = agent.problem();
    JsonObject answer =
        JsonObject.builder().put("ready", problem.isEmpty()).put("problem", problem).build();
    JsonAnswer.send(context, problem.isEmpty() ? 200 : 503, answer);
  }
}
