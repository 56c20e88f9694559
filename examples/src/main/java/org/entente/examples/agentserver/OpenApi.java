package org.entente.examples.agentserver;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;

/** The description of the API, from which clients are generated. */
final class OpenApi {
  private final JsonObject document;

  /**
   * Reads the description.
   *
   * @param base path of the API, where clients find it
   */
  OpenApi(String base) {
    JsonObject server = JsonObject.builder().put("url", base.isEmpty() ? "/" : base).build();
    document = JsonObject.builder().putAll(read()).put("servers", List.of(server)).build();
  }

  void addTo(RoutesConfig routes) {
    routes.get("/openapi.json", this::get);
  }

  private void get(Context context) {
    JsonAnswer.send(context, 200, document);
  }

  private static JsonObject read() {
    try (InputStream file = OpenApi.class.getResourceAsStream("openapi.json")) {
      if (file == null) {
        throw new IllegalStateException("openapi.json is not in the jar");
      }
      return new JsonReader(Limits.defaults()).read(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("openapi.json cannot be read", e);
    }
  }
}
