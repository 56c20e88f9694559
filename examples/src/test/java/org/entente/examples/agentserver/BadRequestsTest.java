package org.entente.examples.agentserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import java.util.Optional;
import java.util.regex.Pattern;
import org.entente.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes no sense is refused by its name, and nothing comes of it. */
@Timeout(60)
@TestInstance(PER_CLASS)
class BadRequestsTest {
  private static final String INVALID = "UserInputValidationError";
  private static final Pattern LENGTH = Pattern.compile("<([0-9]+)>");

  private final Servers servers = new Servers();
  private final Caller alice = servers.caller();
  private final Servers.Pair pair = Servers.connect(alice, servers.caller());
  private final JsonObject invited = alice.post("/connections", "{}").json();
  private final String open = "/connections/" + invited.getString("connectionId");
  private final String established = "/connections/" + pair.atInviter();
  private final String connections = alice.get("/connections").body();
  private final int events = eventsUntil(invited);

  BadRequestsTest() throws Exception {}

  @AfterAll
  void nothingCameOfIt() throws Exception {
    try (servers) {
      assertThat(alice.get("/connections").body()).isEqualTo(connections);
      assertThat(alice.get(established + "/messages").json().objects("contents")).isEmpty();
      assertThat(eventsUntil(alice.post("/connections", "{}").json())).isEqualTo(events + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "M4rk",
        "[\"M4rk\"]",
        "\"M4rk\"",
        "{\"M4rk\":1,\"M4rk\":2}",
        "{\"M4rk\":1}{}",
        "{\"M4rk\":\"\\uD800\"}",
        "{\"label\":7}",
        "{\"label\":{\"M4rk\":1}}",
        "{\"label\":\"<256>\"}",
        "{\"goalCode\":[\"M4rk\"]}",
        "{\"goalCode\":\"<256>\"}",
        "{\"goal\":true}",
        "{\"goal\":\"<256>\"}"
      })
  void noConnectionIsMadeOf(String body) throws Exception {
    refuse("POST", "/connections", body, INVALID);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                   | UserInputValidationError
          M4rk                                 | UserInputValidationError
          ["M4rk"]                             | UserInputValidationError
          {"M4rk":1}                           | UserInputValidationError
          {"invitation":7}                     | UserInputValidationError
          {"invitation":{"id":"M4rk"}}         | UserInputValidationError
          {"invitation":"<65537>"}             | UserInputValidationError
          {"invitation":"OWN","label":7}       | UserInputValidationError
          {"invitation":"OWN","label":"<256>"} | UserInputValidationError
          {"invitation":"OWN"}                 | InvitationAlreadyReceived
          {"invitation":""}                    | InvitationParsingError
          {"invitation":"M4rk"}                | InvitationParsingError
          {"invitation":"http://h/?_oob=M4rk"} | InvitationParsingError
          {"invitation":"{\\"id\\":\\"M4rk\\"}"} | InvitationParsingError
          """)
  void noInvitationIsAcceptedFrom(String body, String name) throws Exception {
    String own = invited.getObject("invitation").getString("invitationUrl");
    refuse("POST", "/connection-invitations", body.replace("OWN", own), name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "M4rk",
        "[\"M4rk\"]",
        "{\"M4rk\":1}",
        "{\"content\":7}",
        "{\"content\":null}",
        "{\"content\":\"\"}",
        "{\"content\":[\"M4rk\"]}",
        "{\"content\":\"<100001>\"}"
      })
  void noMessageIsSentOf(String body) throws Exception {
    refuse("POST", established + "/messages", body, INVALID);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, open, /messages, {\"content\":\"M4rk\"}",
    "POST, open, /retry,",
    "POST, established, /retry,",
    "GET, established, /invitation,",
    "GET, established, /invitation.svg,",
    "GET, established, /invitation.png?form=short,"
  })
  void whatAConnectionIsNotReadyForIsRefused(
      String method, String which, String path, @Nullable String body) throws Exception {
    String connection = which.equals("open") ? open : established;
    refuse(method, connection + path, body == null ? "" : body, "InvalidStateForOperation");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/connections?limit=0",
        "/connections?limit=101",
        "/connections?limit=M4rk",
        "/connections?limit=",
        "/connections?offset=-1",
        "/connections?offset=10001",
        "/connections?offset=M4rk",
        "/connections?cursor=M4rk",
        "/connections?cursor=",
        "/connections?order=M4rk",
        "OPEN/messages?after=-1",
        "OPEN/messages?after=M4rk",
        "OPEN/messages?limit=0",
        "OPEN/messages?limit=101",
        "OPEN/invitation.svg?form=M4rk",
        "OPEN/invitation.png?form=M4rk",
        "/events?recent=-1",
        "/events?recent=1001",
        "/events?recent=M4rk",
        "/events?after=M4rk",
        "/events?after=-1",
        "/events?after=1000000"
      })
  void aQueryThatMakesNoSenseIsRefused(String path) throws Exception {
    refuse("GET", path.replace("OPEN", open), "", INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "M4rk", "\u0089PNG\r\n\u001A\nM4rk"})
  void whatIsNoPictureHasNoQrCode(String body) throws Exception {
    Refusal.of(alice.post("/qr-codes", body, "image/png")).check(body, 422, "QrCodeNotFound");
  }

  private void refuse(String method, String path, String text, String name) throws Exception {
    String body =
        LENGTH.matcher(text).replaceAll(m -> "M4rk" + "x".repeat(Integer.parseInt(m.group(1)) - 4));
    Optional<byte[]> bytes =
        method.equals("GET") ? Optional.empty() : Optional.of(body.getBytes(UTF_8));
    Refusal.of(alice.call(method, path, bytes, "application/json")).check(path + text, 400, name);
    assertThat(alice.get("/connections").body()).as(path + text).isEqualTo(connections);
  }

  /** How many events there are up to the first of a connection. */
  private int eventsUntil(JsonObject connection) throws Exception {
    try (EventReader reader = new EventReader(alice, "/events?after=0")) {
      return reader.until(told -> told.isOf(connection.getString("connectionId"))).size();
    }
  }
}
