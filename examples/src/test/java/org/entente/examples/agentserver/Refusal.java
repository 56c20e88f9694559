package org.entente.examples.agentserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;

/** An answer that says no, and what all of them have in common. */
record Refusal(int status, HttpHeaders headers, String body) {
  /** In whatever is refused; no answer may repeat it. */
  static final String MARK = "M4rk";

  private static final String IDENTUS = "error:ConnectionServiceError:";

  static Refusal of(Caller.Answer answer) {
    return new Refusal(answer.status(), answer.whole().headers(), answer.body());
  }

  /** What comes back for something that no client of HTTP would send. */
  static Refusal ofRaw(URI server, String request) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      String[] parts = answer.split("\r\n\r\n", 2);
      List<String> head = List.of(parts[0].split("\r\n", -1));
      Map<String, List<String>> headers =
          head.stream()
              .skip(1)
              .map(line -> line.split(": ", 2))
              .collect(Collectors.toMap(line -> line[0], line -> List.of(line[1])));
      int status = Integer.parseInt(head.get(0).split(" ", 3)[1]);
      return new Refusal(status, HttpHeaders.of(headers, (name, value) -> true), parts[1]);
    }
  }

  /** Is as every error is, and has this status and this name. */
  void check(String what, int expectedStatus, String name) {
    assertThat(status).as(what + ": " + body).isEqualTo(expectedStatus);
    JsonObject error = json(what);
    assertThat(error.getInteger("status")).as(what).isEqualTo(expectedStatus);
    assertThat(error.getString("type")).as(what).isEqualTo(IDENTUS + name);
    assertThat(error.getString("title").replace(" ", "")).as(what).isEqualTo(name);
    assertThat(error.getString("detail")).as(what).isNotBlank();
    assertThat(error.getString("instance")).as(what).matches("error:instance:[0-9a-f-]{36}");
  }

  /** Is as every error was in 2023. */
  void checkOf2023(String what, int expectedStatus, String name) {
    assertThat(status).as(what + ": " + body).isEqualTo(expectedStatus);
    JsonObject error = json(what);
    assertThat(error.getInteger("status")).as(what).isEqualTo(expectedStatus);
    assertThat(error.getString("type")).as(what).isEqualTo(name);
    assertThat(error.getString("title")).as(what).isEqualTo(name);
    assertThat(error.getString("instance")).as(what).isEmpty();
  }

  private JsonObject json(String what) {
    assertThat(body).as(what).doesNotContain(MARK);
    assertThat(headers.firstValue("Content-Type")).as(what).contains("application/json");
    checkSafety(what);
    JsonObject error = new JsonReader(Limits.defaults()).read(body);
    assertThat(error.names())
        .as(what)
        .containsExactly("status", "type", "title", "detail", "instance");
    return error;
  }

  /** Has the headers by which a browser makes nothing else of it. */
  void checkSafety(String what) {
    assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
        .as(what)
        .contains("default-src 'none'", "frame-ancestors 'none'");
    assertThat(headers.firstValue("X-Content-Type-Options")).as(what).contains("nosniff");
    assertThat(headers.firstValue("Referrer-Policy")).as(what).contains("no-referrer");
    assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).as(what).contains("same-origin");
    assertThat(headers.firstValue("Cache-Control").orElse("")).as(what).contains("no-store");
    assertThat(headers.firstValue("Access-Control-Allow-Origin")).as(what).isEmpty();
    assertThat(headers.firstValue("Server")).as(what).isEmpty();
  }
}
