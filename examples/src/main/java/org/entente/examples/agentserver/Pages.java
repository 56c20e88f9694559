package org.entente.examples.agentserver;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.entente.json.JsonObject;
import org.entente.message.Invitation;

/** The files of the page, and what a link of an invitation leads to. */
final class Pages {
  private static final Pattern PART = Pattern.compile("[a-z0-9-]+\\.(js|css|svg)");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  private final ServerOptions options;
  private final InvitationLinks links;

  Pages(ServerOptions options, InvitationLinks links) {
    this.options = options;
    this.links = links;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/", context -> answerFile(context, "index.html"));
    routes.get("/page/{name}", this::part);
    routes.get("/settings.json", this::settings);
    routes.get("/invite", this::invite);
  }

  private void settings(Context context) {
    JsonObject settings =
        JsonObject.builder()
            .put("name", options.name())
            .put("api", options.basePath())
            .put("keyRequired", options.apiKey().isPresent())
            .build();
    JsonAnswer.send(context, 200, settings);
  }

  /** A browser is shown a page; whoever wants JSON is given the invitation of a short link. */
  private void invite(Context context) throws IOException {
    String accept = Optional.ofNullable(context.header("Accept")).orElse("");
    String oobid = context.queryParam("_oobid");
    if (oobid == null || accept.contains("text/html")) {
      answerFile(context, "invite.html");
      return;
    }
    Invitation invitation =
        links
            .named(oobid)
            .orElseThrow(
                () ->
                    new ApiException(
                        404, "InvitationNotFound", "it has expired, or has been used"));
    JsonAnswer.send(context, 200, invitation.toJson());
  }

  private void part(Context context) throws IOException {
    String name = context.pathParam("name");
    if (!PART.matcher(name).matches()) {
      throw new ApiException(404, "NotFound", "there is no such file");
    }
    answerFile(context, name);
  }

  private static void answerFile(Context context, String name) throws IOException {
    try (InputStream file = Pages.class.getResourceAsStream("page/" + name)) {
      if (file == null) {
        throw new ApiException(404, "NotFound", "there is no such file");
      }
      String ending = name.substring(name.lastIndexOf('.') + 1);
      context
          .contentType(TYPES.getOrDefault(ending, "application/octet-stream"))
          .result(file.readAllBytes());
    }
  }
}
