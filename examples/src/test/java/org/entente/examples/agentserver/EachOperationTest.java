package org.entente.examples.agentserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.entente.examples.agentserver.ApiDocument.Operation;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused alike by each operation that is described. */
@Timeout(60)
class EachOperationTest {
  private static final Map<String, String> KEY = Map.of("K", "the one right key");
  private static final int TOO_LARGE = (4 << 20) + 1;

  private final Servers servers = new Servers();

  @AfterEach
  void close() {
    servers.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "M4rk", "THE RIGHT KEY"})
  void whoDoesNotKnowTheKeyIsRefused(String guess) throws Exception {
    AgentServer server = servers.start(KEY, "--api-key-env", "K");
    Caller stranger = new Caller(server.api());
    Caller guesser = guess.isEmpty() ? stranger : stranger.with("apiKey", guess);

    for (Operation operation : operations(server)) {
      Caller.Answer answer = call(guesser, operation);
      if (operation.responses().has("401")) {
        Refusal.of(answer).check(operation.id(), 401, "Unauthorized");
      } else {
        assertThat(answer.status()).as(operation.id()).isEqualTo(200);
      }
    }
    assertThat(stranger.call("HEAD", "/connections", Optional.empty(), "").status()).isEqualTo(401);
    assertThat(contents(stranger.with("apiKey", "the one right key"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"apiKey", "apikey", "APIKEY"})
  void theKeysHeaderIsWrittenInAnyCase(String header) throws Exception {
    AgentServer server = servers.start(KEY, "--api-key-env", "K");

    Caller caller = new Caller(server.api()).with(header, "the one right key");

    assertThat(caller.get("/connections").status()).isEqualTo(200);
  }

  @Test
  void whoGuessesTheKeyIsSoonSlowedDown() throws Exception {
    AgentServer server = servers.start(KEY, "--api-key-env", "K");
    Caller guesser = new Caller(server.api()).with("apiKey", "M4rk");

    Caller.Answer answer = guesser.get("/connections");
    for (int guesses = 1; guesses < 100 && answer.status() == 401; guesses++) {
      answer = guesser.get("/connections");
    }

    Refusal.of(answer).check("guess", 429, "TooManyRequests");
    assertThat(answer.header("Retry-After")).contains("1");
    Caller owner = new Caller(server.api()).with("apiKey", "the one right key");
    assertThat(owner.get("/connections").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, http://m4rk.example",
    "Origin, http://127.0.0.1:1",
    "Origin, http://localhost",
    "Origin, null",
    "Origin, ''",
    "Origin, M4rk<",
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site"
  })
  void whatAForeignPageSendsIsRefused(String header, String value) throws Exception {
    AgentServer server = servers.start();
    Caller foreign = new Caller(server.api()).with(header, value);

    for (Operation operation : operations(server)) {
      if (operation.responses().has("403")) {
        Refusal.of(call(foreign, operation)).check(operation.id(), 403, "Forbidden");
      }
    }
    Caller own = new Caller(server.api()).with("Origin", server.url().toString());
    assertThat(contents(own)).isEmpty();
    assertThat(own.post("/connections", "{}").status()).isEqualTo(201);
  }

  @Test
  void whatComesUnderAForeignNameIsRefusedUnlessThereIsAKey() throws Exception {
    AgentServer server = servers.start();
    String head = " HTTP/1.1\r\nHost: M4rk.example\r\nConnection: close\r\n";

    for (Operation operation : operations(server)) {
      if (operation.responses().has("403")) {
        String request = operation.method() + " " + path(operation) + head + "\r\n";
        Refusal.ofRaw(server.url(), request).check(operation.id(), 403, "Forbidden");
      }
    }
    URI withKey = servers.start(KEY, "--api-key-env", "K").url();
    String request = "GET /connections" + head + "apiKey: the one right key\r\n\r\n";
    assertThat(Refusal.ofRaw(withKey, request).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"M4rk", "0", "6f3e2a4e-98a3-4a4f-8b1e-5f2d7c1b0a9", "%2e%2e", "x%20y", "*"})
  void anIdThatIsNoneIsNotFound(String id) throws Exception {
    AgentServer server = servers.start();
    Caller caller = new Caller(server.api());

    for (Operation operation : operations(server)) {
      if (operation.path().contains("{")) {
        for (String each : List.of(id, UUID.randomUUID().toString())) {
          String path = operation.path().replaceAll("\\{[^}]*}", each);
          Refusal.of(caller.call(operation.method(), path, Optional.empty(), "application/json"))
              .check(operation.id(), 404, "RecordIdNotFound");
        }
      }
    }
  }

  @Test
  void anotherMethodIsRefused() throws Exception {
    AgentServer server = servers.start();
    Caller caller = new Caller(server.api());
    List<Operation> operations = operations(server);
    List<String> described = new ArrayList<>();
    operations.forEach(operation -> described.add(operation.method() + operation.path()));

    for (String path : operations.stream().map(Operation::path).distinct().toList()) {
      for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "M4RK")) {
        if (!described.contains(method + path)) {
          String there = path.replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
          Refusal.of(caller.call(method, there, Optional.empty(), ""))
              .check(method + path, 405, "MethodNotAllowed");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text/plain", "application/x-www-form-urlencoded", "M4rk", "*/*"})
  void aBodyOfAnotherTypeIsRefused(String type) throws Exception {
    AgentServer server = servers.start();
    Servers.Pair pair = Servers.connect(new Caller(server.api()), servers.caller());

    for (Operation operation : operations(server)) {
      if (operation.responses().has("415")) {
        String path = operation.path().replaceAll("\\{[^}]*}", pair.atInviter());
        Refusal.of(new Caller(server.api()).post(path, "{}", type))
            .check(operation.id(), 415, "UnsupportedMediaType");
      }
    }
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    AgentServer server = servers.start();
    Caller caller = new Caller(server.api());
    Servers.Pair pair = Servers.connect(caller, servers.caller());
    byte[] large = new byte[TOO_LARGE];
    BodyPublisher whole = BodyPublishers.ofByteArray(large);
    BodyPublisher inChunks = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));

    for (Operation operation : operations(server)) {
      if (operation.responses().has("413")) {
        String path = operation.path().replaceAll("\\{[^}]*}", pair.atInviter());
        String type = path.equals("/qr-codes") ? "image/png" : "application/json";
        for (BodyPublisher body : List.of(whole, inChunks)) {
          Refusal.of(caller.call("POST", path, body, type))
              .check(operation.id(), 413, "PayloadTooLarge");
        }
      }
    }
  }

  private static List<Operation> operations(AgentServer server) throws Exception {
    return new ApiDocument(new Caller(server.url()).get("/openapi.json").json()).operations();
  }

  private static String path(Operation operation) {
    return operation.path().replaceAll("\\{[^}]*}", "6f3e2a4e-98a3-4a4f-8b1e-5f2d7c1b0a9e");
  }

  private static List<JsonObject> contents(Caller caller) throws IOException, InterruptedException {
    return caller.get("/connections").json().objects("contents");
  }

  private static Caller.Answer call(Caller caller, Operation operation)
      throws IOException, InterruptedException {
    // one of which something would come
    Optional<byte[]> body =
        operation.method().equals("POST") ? Optional.of("{}".getBytes(UTF_8)) : Optional.empty();
    return caller.call(operation.method(), path(operation), body, "application/json");
  }
}
