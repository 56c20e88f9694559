package org.entente.examples.agentserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The walk by which connections were first shown, call by call, against two servers. */
@Timeout(120)
class WalkTest {
  private static final Set<String> SINCE_2023 =
      Set.of("goalCode", "goal", "metaRetries", "metaLastFailure");

  private static final List<String> INVITER_STATES =
      List.of(
          "InvitationGenerated",
          "ConnectionRequestReceived",
          "ConnectionResponsePending",
          "ConnectionResponseSent");
  private static final List<String> INVITEE_STATES =
      List.of(
          "InvitationReceived",
          "ConnectionRequestPending",
          "ConnectionRequestSent",
          "ConnectionResponseReceived");

  private final List<AgentServer> servers = new ArrayList<>();

  @AfterEach
  void close() {
    servers.forEach(AgentServer::close);
  }

  @ParameterizedTest
  @CsvSource({"prism-2023,/prism-agent", "current,/cloud-agent", "current,''"})
  void twoAgentsConnectAsTheNotebookDoes(String profile, String basePath) throws Exception {
    Caller inviter = start("--profile", profile, "--base-path", basePath);
    Caller invitee = start("--profile", profile, "--base-path", basePath);

    Caller.Answer created = inviter.post("/connections", "{\"label\":\"Connect 2023-08-23\"}");
    assertThat(created.status()).isEqualTo(201);
    JsonObject invited = created.json();
    String url = invited.getObject("invitation").getString("invitationUrl");
    Caller.Answer accepted =
        invitee.post("/connection-invitations", accepting(url.substring(url.indexOf("_oob=") + 5)));
    assertThat(accepted.status()).isEqualTo(200);
    JsonObject atInvitee = accepted.json();
    assertThat(atInvitee.names()).contains("myDid", "theirDid").doesNotContain("label");

    JsonObject atInviter = follow(inviter, invited.getString("connectionId"), INVITER_STATES);
    atInvitee = follow(invitee, atInvitee.getString("connectionId"), INVITEE_STATES);

    boolean isOld = profile.equals("prism-2023");
    assertThat(names(atInviter, isOld)).isEqualTo(names(seed("inviter"), isOld));
    assertThat(names(atInvitee, isOld)).isEqualTo(names(seed("invitee"), isOld));
    assertThat(atInviter.string("theirDid")).isEqualTo(atInvitee.string("myDid"));
    assertThat(atInviter.string("myDid")).isEqualTo(atInvitee.string("theirDid"));
    assertThat(atInviter.getString("thid")).isEqualTo(atInvitee.getString("thid"));
    assertThat(atInviter.getString("createdAt")).matches("[0-9-]{10}T[0-9:]{8}\\.[0-9]{6}Z");
    assertThat(atInviter.integer("metaRetries").isPresent()).isEqualTo(!isOld);
    JsonObject all = inviter.get("/connections").json();
    assertThat(all.names()).containsExactly("contents", "kind", "self", "pageOf");
    assertThat(all.objects("contents")).containsExactly(atInviter);
  }

  @Test
  void anUnusedInvitationShowsNoDidsAndNoChange() throws Exception {
    JsonObject invited = start().post("/connections", "{}").json();

    assertThat(invited.names())
        .doesNotContain("myDid", "theirDid", "updatedAt", "label", "metaLastFailure");
    assertThat(invited.getInteger("metaRetries")).isEqualTo(5);
  }

  @Test
  void retriesCountDownWithTheAttempts() throws Exception {
    Caller invitee = start();
    AgentServer gone = AgentServer.start(ServerOptions.of("--port", "0"));
    JsonObject invited = new Caller(gone.api()).post("/connections", "{}").json();
    gone.close();
    String id =
        invitee
            .post(
                "/connection-invitations",
                accepting(invited.getObject("invitation").getString("invitationUrl")))
            .json()
            .getString("connectionId");

    JsonObject failing =
        invitee.await(
            () ->
                Optional.of(invitee.get("/connections/" + id).json())
                    .filter(connection -> connection.getInteger("metaRetries") <= 3));

    assertThat(failing.getString("state")).isEqualTo("ConnectionRequestPending");
    assertThat(failing.getObject("metaLastFailure").names())
        .containsExactly("status", "type", "title", "detail", "instance");
    JsonObject diagnosis = invitee.get("/connections/" + id + "/diagnosis").json();
    assertThat(diagnosis.objects("attempts")).hasSizeGreaterThanOrEqualTo(2);
    assertThat(diagnosis.names()).contains("nextAttempt", "deadline");
    assertThat(invitee.post("/connections/" + id + "/retry", "{}").status()).isEqualTo(200);
  }

  @Test
  void messagesGoBothWaysAndAreKept() throws Exception {
    Caller alice = start();
    Caller bob = start();
    JsonObject invited = alice.post("/connections", "{}").json();
    String url = invited.getObject("invitation").getString("invitationUrl");
    String atAlice = invited.getString("connectionId");
    String atBob =
        bob.post("/connection-invitations", accepting(url)).json().getString("connectionId");
    follow(alice, atAlice, INVITER_STATES);
    follow(bob, atBob, INVITEE_STATES);

    Caller.Answer sent = bob.post("/connections/" + atBob + "/messages", content("<b>hello</b>"));
    assertThat(sent.status()).isEqualTo(201);
    assertThat(sent.json().getString("delivery")).isEqualTo("waiting");
    String longest = "€".repeat(100_000);
    assertThat(alice.post("/connections/" + atAlice + "/messages", content(longest)).status())
        .isEqualTo(201);

    assertThat(contents(alice, atAlice, 2)).containsExactlyInAnyOrder("<b>hello</b>", longest);
    assertThat(contents(bob, atBob, 2)).containsExactlyInAnyOrder("<b>hello</b>", longest);
    assertThat(alice.call("DELETE", "/connections/" + atAlice, Optional.empty(), "").status())
        .isEqualTo(204);
    assertThat(alice.get("/connections/" + atAlice).status()).isEqualTo(404);
  }

  private Caller start(String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of("--port", "0"));
    args.addAll(List.of(more));
    AgentServer server = AgentServer.start(ServerOptions.of(args.toArray(String[]::new)));
    servers.add(server);
    return new Caller(server.api()).with("apiKey", "as the notebook has it");
  }

  /** Follows a connection to its last state, as the notebook does. */
  private static JsonObject follow(Caller caller, String id, List<String> states) throws Exception {
    String last = states.get(states.size() - 1);
    assertThat(caller.eventsUntil(id, last))
        .extracting(event -> event.getString("state"))
        .containsSubsequence(states.get(0), last)
        .isSubsetOf(states);
    return caller.get("/connections/" + id).json();
  }

  private static List<String> contents(Caller caller, String id, int count) throws Exception {
    return caller.await(
        () ->
            Optional.of(caller.get("/connections/" + id + "/messages").json().objects("contents"))
                .filter(messages -> messages.size() >= count)
                .map(all -> all.stream().map(each -> each.getString("content")).toList()));
  }

  private static List<String> names(JsonObject connection, boolean all) {
    return connection.names().stream().filter(name -> all || !SINCE_2023.contains(name)).toList();
  }

  private static JsonObject seed(String name) throws IOException {
    try (InputStream file = WalkTest.class.getResourceAsStream("/vectors/seed/rest-records.json")) {
      return new JsonReader(Limits.defaults()).read(file.readAllBytes()).getObject(name);
    }
  }

  private static String accepting(String invitation) {
    return JsonObject.builder().put("invitation", invitation).build().toJson();
  }

  private static String content(String text) {
    return JsonObject.builder().put("content", text).build().toJson();
  }
}
