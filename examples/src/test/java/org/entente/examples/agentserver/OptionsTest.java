package org.entente.examples.agentserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.entente.examples.UsageException;
import org.entente.transport.TransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server can be told, and what it makes of what it cannot. */
@Timeout(60)
class OptionsTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "K",
          "s3cret-s3cret-s3cret",
          "BLANK",
          " ",
          "SHORT",
          "s3cret",
          "ODD",
          "ключ-ключ-ключ-ключ");

  private final Servers servers = new Servers();

  @AfterEach
  void close() {
    servers.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --nonsense 1                        | unknown argument --nonsense
          8080                                | unknown argument 8080
          --port                              | --port needs a value
          --port 1 --port 2                   | --port is given twice
          --port eighty                       | --port must be a number from 0 to 65535
          --port -1                           | --port must be a number from 0 to 65535
          --port 65536                        | --port must be a number from 0 to 65535
          --didcomm-port 65536                | --didcomm-port must be a number from 0 to 65535
          --endpoint host:80                  | --endpoint must be a URL such as http://
          --endpoint ftp://host/didcomm       | --endpoint must be a URL such as http://
          --endpoint /didcomm                 | --endpoint must be a URL such as http://
          --endpoint http://me@host/      | --endpoint must be a URL such as http://
          --endpoint http://host/#part        | --endpoint must be a URL such as http://
          --endpoint http://host:65536/       | --endpoint must be a URL such as http://
          --endpoint http://host/*            | --endpoint must have a plain path
          --endpoint http://host/%7Bid%7D     | --endpoint must have a plain path
          --endpoint http://host//            | --endpoint must have a plain path
          --endpoint http://host/connections  | --endpoint must not be a path of the API
          --link-base host                    | --link-base must be a URL such as http://
          --link-base http://host/#part       | --link-base must be a URL such as http://
          --base-path api                     | --base-path must be a path such as /prism-agent
          --base-path //                      | --base-path must be a path such as /prism-agent
          --base-path /a//b                   | --base-path must be a path such as /prism-agent
          --base-path /a/..                   | --base-path must be a path such as /prism-agent
          --base-path /{id}                   | --base-path must be a path such as /prism-agent
          --base-path /*                      | --base-path must be a path such as /prism-agent
          --base-path /page                   | --base-path must be a path such as /prism-agent
          --api-key-env NONE                  | variable of --api-key-env is not set
          --api-key-env BLANK                 | variable of --api-key-env is not set
          --api-key-env SHORT                 | the key must be 16 or more of the characters
          --api-key-env ODD                   | the key must be 16 or more of the characters
          --bind 0.0.0.0 --api-key-env K      | peers need an address: give --endpoint
          --profile aries                     | --profile must be current or prism-2023
          --bind ''                           | --bind must be an address of this machine
          --bind 127.0.0.1.2.3                | --bind must be an address of this machine
          --bind 0.0.0.0                      | give --api-key-env
          --bind ::                           | give --api-key-env
          --bind 192.0.2.1                    | give --api-key-env
          --data ''                           | --data must be a directory
          --passphrase-env K                  | --passphrase-env protects what --data keeps
          """)
  void whatIsWrongIsSaid(String args, String message) {
    String[] words = args.split(" ", -1);
    words[words.length - 1] = words[words.length - 1].replace("''", "");
    assertThatThrownBy(() -> ServerOptions.of(ENVIRONMENT, words))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("@");
  }

  @ParameterizedTest
  @CsvSource({"'',''", "/,''", "/prism-agent,/prism-agent", "/a/b.c/,/a/b.c"})
  void aBasePathHasNoSlashAtItsEnd(String given, String path) throws Exception {
    AgentServer server = servers.start("--base-path", given);

    assertThat(server.api()).isEqualTo(URI.create(server.url() + path));
    assertThat(new Caller(server.api()).get("/connections").status()).isEqualTo(200);
  }

  @Test
  void withAKeyItListensAnywhere() throws Exception {
    AgentServer server =
        servers.start(
            ENVIRONMENT,
            "--bind",
            "0.0.0.0",
            "--api-key-env",
            "K",
            "--endpoint",
            "http://192.0.2.1:8080/didcomm");

    Caller stranger = new Caller(server.api());
    assertThat(stranger.get("/connections").status()).isEqualTo(401);
    assertThat(stranger.with("apiKey", "s3cret-s3cret-s3cret").get("/connections").status())
        .isEqualTo(200);
  }

  @Test
  void theKeyIsInNoDescription() {
    ServerOptions options = ServerOptions.of(ENVIRONMENT, "--api-key-env", "K");

    assertThat(options.toString()).contains("ApiKey").doesNotContain("s3cret");
  }

  @Test
  void theUsageNamesWhatThereIs() {
    Pattern.compile("\\[(--[a-z-]+) ")
        .matcher(ServerOptions.USAGE)
        .results()
        .map(option -> option.group(1))
        .forEach(
            option ->
                assertThatThrownBy(() -> ServerOptions.of(ENVIRONMENT, option))
                    .hasMessage(option + " needs a value"));
  }

  @Test
  void peersMayHaveAPortOfTheirOwn() throws Exception {
    String port = String.valueOf(Servers.freePort());
    AgentServer server = servers.start("--didcomm-port", port);
    Caller alice = new Caller(server.api());
    Caller bob = servers.caller("--didcomm-port", "0");

    Servers.Pair pair = Servers.connect(alice, bob);

    String messages = "/connections/" + pair.atInviter() + "/messages";
    String sent = Servers.body("content", "hello");
    assertThat(bob.post("/connections/" + pair.atInvitee() + "/messages", sent).status())
        .isEqualTo(201);
    var unused =
        alice.await(
            () -> Optional.of(alice.get(messages).body()).filter(page -> page.contains("hello")));
    Caller peer = new Caller(URI.create("http://127.0.0.1:" + port));
    for (String path : List.of("/", "/connections", "/settings.json", "/_system/health")) {
      Refusal.of(peer.get(path)).check(path, 404, "NotFound");
    }
    assertThat(peer.post("/didcomm", "x", "application/didcomm-encrypted+json").status())
        .isEqualTo(400);
    assertThat(alice.post("/didcomm", "x", "application/didcomm-encrypted+json").status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--port", "--didcomm-port"})
  void aPortThatIsTakenIsNamed(String option) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      assertThatThrownBy(() -> servers.start(option, port))
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("port " + port + " of 127.0.0.1 cannot be listened to");
    }
  }
}
