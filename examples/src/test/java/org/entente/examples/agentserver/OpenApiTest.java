package org.entente.examples.agentserver;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.examples.agentserver.Servers.body;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The description of the API is what the server does. */
@Timeout(120)
class OpenApiTest {
  private final Servers servers = new Servers();
  private final Set<String> called = new HashSet<>();

  @AfterEach
  void close() {
    servers.close();
  }

  @Test
  void itNamesEachRouteAndNoOther() throws Exception {
    AgentServer server = servers.start("--base-path", "/cloud-agent");

    Set<String> routes =
        server.routes().stream()
            .filter(route -> route.contains(" /cloud-agent/"))
            .map(route -> unnamed(route.replace("/cloud-agent", "")))
            .collect(toCollection(TreeSet::new));

    Set<String> described =
        document(server).operations().stream()
            .map(operation -> unnamed(operation.method() + " " + operation.path()))
            .collect(toCollection(TreeSet::new));
    assertThat(described).isEqualTo(routes);
  }

  @Test
  void itSaysWhereTheApiIs() throws Exception {
    AgentServer inside = servers.start("--base-path", "/prism-agent");
    AgentServer atTop = servers.start();

    assertThat(read(inside).objects("servers").get(0).getString("url")).isEqualTo("/prism-agent");
    assertThat(read(atTop).objects("servers").get(0).getString("url")).isEqualTo("/");
  }

  @Test
  void whatItRefersToIsThere() throws Exception {
    ApiDocument document = document(servers.start());

    assertThat(document.references())
        .hasSizeGreaterThan(20)
        .allSatisfy(reference -> assertThat(document.find(reference)).isPresent());
    assertThat(document.operations()).extracting(ApiDocument.Operation::id).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"current,/cloud-agent", "prism-2023,''"})
  void eachAnswerIsAsItSays(String profile, String basePath) throws Exception {
    AgentServer server = servers.start("--profile", profile, "--base-path", basePath);
    ApiDocument document = document(server);
    Caller alice = new Caller(server.api());
    Caller bob = servers.caller("--profile", profile);

    Caller.Answer created =
        alice.post("/connections", "{\"label\":\"Bob\",\"goalCode\":\"g\",\"goal\":\"a goal\"}");
    String id = created.json().getString("connectionId");
    String one = "/connections/" + id;
    check(document, "createConnection", 201, created);
    check(document, "getConnection", 200, alice.get(one));
    checkInvitation(document, alice, one);
    String url = created.json().getObject("invitation").getString("invitationUrl");
    Caller.Answer accepted = bob.post("/connection-invitations", body("invitation", url));
    check(document, "acceptConnectionInvitation", 200, accepted);
    for (JsonObject event : alice.eventsUntil(id, "ConnectionResponseSent")) {
      assertThat(document.faults(event, "ConnectionEvent")).isEmpty();
    }
    String atBob = accepted.json().getString("connectionId");
    var unused = bob.eventsUntil(atBob, "ConnectionResponseReceived");
    check(document, "getConnection", 200, bob.get("/connections/" + atBob));
    check(document, "retryConnection", 400, alice.post(one + "/retry", ""));
    check(document, "diagnoseConnection", 200, alice.get(one + "/diagnosis"));
    check(document, "sendMessage", 201, alice.post(one + "/messages", body("content", "hello")));
    check(document, "getMessages", 200, alice.get(one + "/messages"));
    unused = bob.await(() -> Optional.of(messages(bob, atBob)).filter(all -> !all.isEmpty()));
    check(document, "getMessages", 200, bob.get("/connections/" + atBob + "/messages"));
    check(document, "createConnection", 201, alice.post("/connections", "{}"));
    check(document, "getConnections", 200, alice.get("/connections?limit=1"));
    check(document, "getConnections", 200, alice.get("/connections?offset=1"));
    check(document, "getConnections", 400, alice.get("/connections?limit=0"));
    check(document, "streamEvents", 400, alice.get("/events?after=x"));
    check(document, "getHealth", 200, alice.get("/_system/health"));
    check(document, "getReadiness", 200, alice.get("/_system/ready"));
    check(document, "deleteConnection", 204, alice.call("DELETE", one, Optional.empty(), ""));
    check(document, "deleteConnection", 404, alice.call("DELETE", one, Optional.empty(), ""));

    assertThat(called)
        .containsAll(document.operations().stream().map(ApiDocument.Operation::id).toList());
  }

  private void checkInvitation(ApiDocument document, Caller alice, String one) throws Exception {
    check(document, "getInvitation", 200, alice.get(one + "/invitation"));
    check(document, "getInvitationSvg", 200, alice.get(one + "/invitation.svg?form=short"));
    Caller.Answer png = alice.get(one + "/invitation.png");
    check(document, "getInvitationPng", 200, png);
    Optional<byte[]> picture = Optional.of(png.whole().body());
    check(document, "readQrCode", 200, alice.call("POST", "/qr-codes", picture, "image/png"));
  }

  private void check(ApiDocument document, String operation, int status, Caller.Answer answer) {
    called.add(operation);
    assertThat(answer.status()).as(operation).isEqualTo(status);
    assertThat(document.faults(operation, answer)).as(operation).isEmpty();
  }

  private static List<JsonObject> messages(Caller caller, String id) throws Exception {
    return caller.get("/connections/" + id + "/messages").json().objects("contents");
  }

  private static String unnamed(String route) {
    return route.replaceAll("\\{[^}]*}", "{}");
  }

  private static ApiDocument document(AgentServer server) throws Exception {
    return new ApiDocument(read(server));
  }

  private static JsonObject read(AgentServer server) throws Exception {
    return new Caller(URI.create(server.url().toString())).get("/openapi.json").json();
  }
}
