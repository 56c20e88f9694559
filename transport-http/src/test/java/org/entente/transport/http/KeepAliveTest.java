package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
  private static final String HEAD =
      String.join(
          "\r\n",
          "POST /didcomm HTTP/1.1",
          "Host: a",
          "Content-Type: application/didcomm-encrypted+json",
          "Content-Length: 2500",
          "",
          "");

  /** {@code -Dentente.posts=100000} for a full run. */
  private static final int POSTS = Integer.getInteger("entente.posts", 5000);

  @Test
  void headAndBodyInSeparateWritesNeverStall() throws Exception {
    AtomicInteger received = new AtomicInteger();
    byte[] body = new byte[2500];
    try (HttpTransport transport =
        HttpTransport.listen(0, URI.create("http://127.0.0.1:0/didcomm"))) {
      transport.start(
          packed -> {
            received.incrementAndGet();
            return Receipt.of(Receipt.Kind.ACCEPTED);
          });
      try (RawConnection connection = new RawConnection(transport.port())) {
        for (int i = 0; i < POSTS; i++) {
          connection.say(HEAD);
          connection.say(body);

          // A stall would run into the connection's guard against hanging.
          assertThat(connection.status()).isEqualTo(202);
        }
      }
    }
    assertThat(received).hasValue(POSTS);
  }
}
