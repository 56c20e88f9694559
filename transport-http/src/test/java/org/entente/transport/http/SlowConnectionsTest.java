package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.Test;

class SlowConnectionsTest {
  private static final String TYPE = "Content-Type: application/didcomm-encrypted+json\r\n";
  private static final String HEAD = "POST /didcomm HTTP/1.1\r\nHost: a\r\n" + TYPE;
  private static final int SLOW = 500;

  /** How far the slow ones have come, in turn. */
  private static final List<String> BEGINNINGS =
      List.of("", "P", HEAD, HEAD + "Content-Length: 1000\r\n\r\nx", chunked("x"), chunked(""));

  @Test
  void fiveHundredSlowConnectionsKeepNobodyElseOut() throws Exception {
    List<RawConnection> slow = new ArrayList<>();
    try (HttpTransport transport =
        HttpTransport.listen(0, URI.create("http://127.0.0.1:0/didcomm"))) {
      transport.start(packed -> Receipt.of(Receipt.Kind.ACCEPTED));
      for (int i = 0; i < SLOW; i++) {
        RawConnection connection = new RawConnection(transport.port(), "127.0.0." + (2 + i % 8));
        slow.add(connection.say(BEGINNINGS.get(i % BEGINNINGS.size())));
      }

      for (int i = 0; i < 100; i++) {
        try (RawConnection good = new RawConnection(transport.port())) {
          good.say(HEAD + "Content-Length: 2500\r\n\r\n").say(new byte[2500]);

          assertThat(good.status()).isEqualTo(202);
        }
      }
    } finally {
      for (RawConnection connection : slow) {
        connection.close();
      }
    }
  }

  @Test
  void bigBodiesThatNeverEndKeepNoOrdinaryMessageOut() throws Exception {
    List<RawConnection> slow = new ArrayList<>();
    try (HttpTransport transport =
        HttpTransport.listen(0, URI.create("http://127.0.0.1:0/didcomm"))) {
      transport.start(packed -> Receipt.of(Receipt.Kind.ACCEPTED));
      for (int i = 0; i < 120; i++) {
        RawConnection connection = new RawConnection(transport.port(), "127.0.0." + (2 + i % 8));
        slow.add(connection);
        connection.say(HEAD + "Content-Length: 1048576\r\n\r\n").say(new byte[1_000_000]);
      }

      try (RawConnection good = new RawConnection(transport.port())) {
        good.say(HEAD + "Content-Length: 60000\r\n\r\n").say(new byte[60_000]);

        assertThat(good.status()).isEqualTo(202);
      }
      // 64 MiB for all of them, so at least these must have been refused.
      for (int refused = 0; refused < 120 - 70; ) {
        refused = 0;
        for (RawConnection connection : slow) {
          refused += connection.hasHeard() ? 1 : 0;
        }
      }
      for (RawConnection connection : slow) {
        if (connection.hasHeard()) {
          assertThat(connection.status()).isEqualTo(503);
        }
      }
    } finally {
      for (RawConnection connection : slow) {
        connection.close();
      }
    }
  }

  private static String chunked(String chunk) {
    return HEAD + "Transfer-Encoding: chunked\r\n\r\n" + (chunk.isEmpty() ? "" : "5\r\n" + chunk);
  }
}
