package org.entente.examples.agentserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that closes leaves nobody with half an answer. */
@Timeout(60)
class ClosingTest {
  private final Servers servers = new Servers();

  @AfterEach
  void close() {
    servers.close();
  }

  @Test
  void aRequestUnderWayIsAnswered() throws Exception {
    AgentServer server = servers.start();
    URI url = server.url();
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      OutputStream out = socket.getOutputStream();
      String head =
          """
          POST /connections HTTP/1.1
          Host: localhost
          Content-Type: application/json
          Expect: 100-continue
          Content-Length: 2

          """;
      out.write(head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      // the handler reads the body
      assertThat(line(socket)).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(line(socket)).isEmpty();

      CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
      awaitRefusal(new Caller(server.api()));
      out.write("{}".getBytes(StandardCharsets.US_ASCII));

      assertThat(line(socket)).isEqualTo("HTTP/1.1 201 Created");
      closed.join();
    }
  }

  @Test
  void aStreamOfEventsEndsAsItShould() throws Exception {
    AgentServer server = servers.start();
    HttpResponse<Stream<String>> events = new Caller(server.api()).stream("/events");

    server.close();

    assertThat(events.body()).startsWith(": welcome");
  }

  private static String line(Socket socket) throws Exception {
    StringBuilder line = new StringBuilder();
    for (int next = read(socket); next != '\n'; next = read(socket)) {
      line.append((char) next);
    }
    return line.toString().strip();
  }

  private static int read(Socket socket) throws Exception {
    int next = socket.getInputStream().read();
    assertThat(next).as("the end of the answer").isNotNegative();
    return next;
  }

  /** Returns once new requests are refused. */
  private static void awaitRefusal(Caller caller) throws Exception {
    while (caller.get("/_system/ready").status() != 503) {
      Thread.onSpinWait();
    }
  }
}
