package org.entente.examples.agentserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Strangers who send without an end are many, and take a few places only. */
@Timeout(60)
class SlowSendersTest {
  private static final int MANY = 100;

  private static final String HEAD =
      """
      POST /didcomm HTTP/1.1
      Host: localhost
      Content-Type: application/didcomm-encrypted+json
      Content-Length: 1000

      {""";

  @Test
  void theyLeaveRoomForOthers() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try (Servers servers = new Servers()) {
      AgentServer server = servers.start();
      URI url = server.url();
      try {
        for (int i = 0; i < MANY; i++) {
          Socket socket = new Socket(url.getHost(), url.getPort());
          sockets.add(socket);
          byte[] head = HEAD.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
          socket.getOutputStream().write(head);
        }
        Caller caller = new Caller(server.api());

        assertThat(caller.get("/_system/ready").status()).isEqualTo(200);
        assertThat(caller.post("/connections", "{}").status()).isEqualTo(201);
        assertThat(line(sockets.get(MANY - 1))).startsWith("HTTP/1.1 503 ");
      } finally {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
    }
  }

  @Test
  void placesAreGivenBack() {
    Places places = new Places(3, 2);

    assertThat(places.take("a")).isTrue();
    assertThat(places.take("a")).isTrue();
    assertThat(places.take("a")).isFalse();
    assertThat(places.take("b")).isTrue();
    assertThat(places.take("c")).isFalse();
    places.giveBack("a");
    assertThat(places.take("c")).isTrue();
    places.giveBack("b");
    assertThat(places.take("a")).isTrue();
  }

  private static String line(Socket socket) throws Exception {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
  }
}
