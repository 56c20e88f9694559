package org.entente.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.entente.examples.agentserver.AgentServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample backend as a process of its own. */
class ServerProcessTest {
  @Test
  void theUsageIsPrintedOnDemand() throws Exception {
    try (SampleProcess server = SampleProcess.start(AgentServer.class, List.of("--help"))) {
      assertThat(server.exitStatus()).isZero();
      assertThat(server.lines().get(0)).startsWith("usage: AgentServer [--port 8080]");
    }
  }

  @Test
  void aWrongCallEndsWithTwoAndTheUsage() throws Exception {
    try (SampleProcess server =
        SampleProcess.start(AgentServer.class, List.of("--bind", "0.0.0.0"))) {
      assertThat(server.exitStatus()).isEqualTo(2);
      assertThat(server.errors()).contains("error: ", "--api-key-env", "usage: AgentServer");
    }
  }

  @Test
  void aPortInUseEndsWithOneAndOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      try (SampleProcess server = SampleProcess.start(AgentServer.class, List.of("--port", port))) {
        assertThat(server.exitStatus()).isOne();
        assertThat(server.errors().strip()).startsWith("error: port " + port).hasLineCount(1);
      }
    }
  }

  @Test
  void itPrintsNeitherKeysNorInvitations() throws Exception {
    Map<String, String> environment =
        Map.of(
            "KEY",
            "open-sesame-open",
            "JAVA_TOOL_OPTIONS",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=info");
    List<String> args = List.of("--port", "0", "--api-key-env", "KEY");
    try (SampleProcess server = SampleProcess.start(AgentServer.class, args, environment)) {
      String api = server.await("api: ").substring("api: ".length());
      String created = call(api + "/connections", "open-sesame-open", "{}");
      assertThat(call(api + "/connections", "a-key-that-is-wrong", "{}")).contains("401");
      String link = created.replaceFirst("(?s).*\"invitationUrl\" ?: ?\"([^\"]*)\".*", "$1");
      String invitation = link.substring(link.indexOf("_oob=") + "_oob=".length());
      assertThat(invitation).hasSizeGreaterThan(100);
      String body = "{\"invitation\":\"" + invitation + "\"}";
      String again = call(api + "/connection-invitations", "open-sesame-open", body);
      assertThat(again).contains("InvitationAlreadyReceived");
      assertThat(call(api + "/invite?_oob=" + invitation, "", "{}")).contains("405");

      server.kill();

      assertThat(String.join("\n", server.lines()) + server.errors())
          .contains("agent", "INFO")
          .doesNotContain("open-sesame-open", "a-key-that-is-wrong", invitation.substring(0, 40));
    }
  }

  private static String call(String url, String key, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("apiKey", key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void dataInUseEndsWithOneAndSaysSo(@TempDir Path data) throws Exception {
    List<String> args = List.of("--port", "0", "--data", data.toString());
    try (SampleProcess first = SampleProcess.start(AgentServer.class, args)) {
      assertThat(first.await("api: ")).startsWith("api: http://127.0.0.1:");
      try (SampleProcess second = SampleProcess.start(AgentServer.class, args)) {
        assertThat(second.exitStatus()).isOne();
        assertThat(second.errors().strip().lines().filter(line -> line.startsWith("error: ")))
            .singleElement()
            .asString()
            .contains("in use by another process");
      }
    }
  }
}
