package org.entente.examples.agentserver;

import io.javalin.http.Context;
import org.entente.json.JsonObject;

/** An answer in JSON, its members in the order in which they were put. */
final class JsonAnswer {
  private JsonAnswer() {}

  static void send(Context context, int status, JsonObject body) {
    context.status(status).contentType("application/json").result(body.toBytes());
  }
}
