package org.entente.examples.agentserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as no client of HTTP sends them get the same answers, from whichever part refuses. */
@Timeout(60)
@TestInstance(PER_CLASS)
class OddRequestsTest {
  private static final String LONG = "M4rk".repeat(5000);
  private static final String CLOSE = "Connection: close\r\n";

  private final Servers servers = new Servers();
  private final AgentServer server = servers.start("--base-path", "/prism-agent");

  OddRequestsTest() throws Exception {}

  @AfterAll
  void close() {
    servers.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/M4rk, 404, NotFound",
    "/connections, 404, NotFound",
    "/prism-agent, 404, NotFound",
    "/prism-agent/M4rk, 404, NotFound",
    "/PRISM-AGENT/connections, 404, NotFound",
    "//, 404, NotFound",
    "//M4rk/prism-agent/connections, 404, NotFound",
    "/prism-agent//connections, 404, NotFound",
    "/prism-agent/connections;M4rk, 404, NotFound",
    "/prism-agent;M4rk/connections, 404, NotFound",
    "/prism-agent/%63onnections%2fM4rk, 404, NotFound",
    "/page/M4rk, 404, NotFound",
    "/page/M4rk.html, 404, NotFound",
    "/page/..%2finvite.html, 404, NotFound",
    "/page/%2e%2e/openapi.json.M4rk, 404, NotFound",
    "/page/../page/../M4rk, 404, NotFound",
    "/page/..%5cM4rk, 404, NotFound",
    "/page/index.html;M4rk, 404, NotFound",
    "/page/%00, 400, BadRequest",
    "/page/M4rk%, 400, BadRequest",
    "/page/%zzM4rk, 400, BadRequest",
    "/../M4rk, 400, BadRequest",
    "/prism-agent/connections?limit=1&M4rk=%zz, 400, BadRequest",
    "/prism-agent/connections?M4rk=%, 400, BadRequest",
    "http://M4rk/prism-agent/connections, 400, BadRequest",
    "M4rk, 400, BadRequest"
  })
  void aPathThatLeadsNowhereIsRefused(String path, int status, String name) throws Exception {
    refuse("GET " + path + " HTTP/1.1\r\n" + host() + CLOSE + "\r\n", status, name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"M4RK", "m4rk", "get", "BEFORE", "AFTER", "CONNECT", "M-4!", "PROPFIND"})
  void aMethodThatIsNoneIsRefused(String method) throws Exception {
    int status = method.equals("CONNECT") ? 400 : 405;
    String name = method.equals("CONNECT") ? "BadRequest" : "MethodNotAllowed";
    String request = " /prism-agent/connections HTTP/1.1\r\n" + host() + CLOSE + "\r\n";
    refuse(method + request, status, name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "DELETE"})
  void aHeadThatIsTooLargeIsRefused(String method) throws Exception {
    String path = "/prism-agent/connections";
    String version = " HTTP/1.1\r\n" + host();
    refuse(method + " " + path + version + "X: " + LONG + "\r\n\r\n", 431, "HeadersTooLarge");
    refuse(method + " " + path + LONG + version + "\r\n", 414, "UriTooLong");
    refuse(method + " " + path + "?x=" + LONG + version + "\r\n", 414, "UriTooLong");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "M4rk\n\n",
        "GET /M4rk HTTP/1.1\n\n",
        "GET /M4rk HTTP/1.1\nHost: HOST\nHost: M4rk\n\n",
        "GET /M4rk HTTP/1.1\nHost: M4rk<>\n\n",
        "GET /M4rk HTTP/1.1\nHost: HOST\nM4rk\n\n",
        "GET /M4rk HTTP/1.1\nHost: HOST\nM4rk : x\n\n",
        "POST POSTED\nContent-Length: -2\n\n{}",
        "POST POSTED\nContent-Length: M4rk\n\n{}",
        "POST POSTED\nContent-Length: 2\nContent-Length: 3\n\n{}",
        "POST POSTED\nContent-Length: 2\nTransfer-Encoding: chunked\n\n{}",
        "POST POSTED\nTransfer-Encoding: M4rk\n\n{}",
        "POST POSTED\nTransfer-Encoding: chunked\n\nM4rk\n{}\n0\n\n"
      })
  void whatIsNoHttpIsRefused(String text) throws Exception {
    String host = server.url().getAuthority();
    String posted = "/prism-agent/connections HTTP/1.1\nHost: HOST\nContent-Type: application/json";
    String request = text.replace("POSTED", posted).replace("HOST", host).replace("\n", "\r\n");
    Refusal refusal = Refusal.ofRaw(server.url(), request);
    refusal.check(text, 400, "BadRequest");
    assertThat(refusal.headers().firstValue("Connection")).contains("close");
  }

  @Test
  void errorsAreOneWordIn2023() throws Exception {
    AgentServer old =
        servers.start(
            Map.of("K", "a key of the test"), "--profile", "prism-2023", "--api-key-env", "K");
    Caller stranger = new Caller(old.api());
    Caller caller = stranger.with("apiKey", "a key of the test");

    check2023(stranger.get("/connections"), 401, "Unauthorized");
    check2023(caller.get("/connections/M4rk"), 404, "NotFound");
    check2023(caller.get("/M4rk"), 404, "NotFound");
    check2023(caller.get("/connections?limit=M4rk"), 400, "UserInputValidationError");
    check2023(caller.get("/connections?x=" + LONG), 414, "UriTooLong");
    check2023(caller.post("/connections", "M4rk"), 400, "UserInputValidationError");
    check2023(caller.post("/connections", "M4rk", "text/plain"), 415, "UnsupportedMediaType");
    check2023(caller.post("/_system/health", "M4rk"), 405, "MethodNotAllowed");
    check2023(
        caller.post("/connection-invitations", Servers.body("invitation", "M4rk")),
        400,
        "InvitationParsingError");
    Caller foreign = servers.caller("--profile", "prism-2023").with("Origin", "http://M4rk");
    check2023(foreign.get("/connections"), 403, "Forbidden");
  }

  private static void check2023(Caller.Answer answer, int status, String name) {
    Refusal.of(answer).checkOf2023(name, status, name);
  }

  @Test
  void whatIsAnsweredWellIsAsSafe() throws Exception {
    Caller caller = new Caller(server.api());
    Caller.Answer created = caller.post("/connections", "{}");
    String invitation = "/connections/" + created.json().getString("connectionId") + "/invitation";

    Refusal.of(created).checkSafety("create");
    Refusal.of(caller.get("/connections")).checkSafety("list");
    Refusal.of(caller.get(invitation + ".svg")).checkSafety("svg");
    Refusal.of(caller.get(invitation + ".png")).checkSafety("png");
    Refusal.of(new Caller(server.url()).get("/")).checkSafety("page");
    Refusal.of(new Caller(server.url()).get("/invite?_oob=M4rk")).checkSafety("invite");
    Refusal.of(new Caller(server.url()).post("/didcomm", "M4rk")).checkSafety("didcomm");
  }

  private void refuse(String request, int status, String name) throws Exception {
    String what = request.substring(0, Math.min(80, request.length()));
    Refusal.ofRaw(server.url(), request).check(what, status, name);
  }

  private String host() {
    return "Host: " + server.url().getAuthority() + "\r\n";
  }
}
