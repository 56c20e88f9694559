package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.transport.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two hundred bad peers of every kind, and a good one. */
@Timeout(240)
class SlowPeersTest {
  private static final int BAD = 200;
  private static final int MESSAGES_EACH = 3;
  private static final int CLIENT_THREADS = 16;
  private static final String ACCEPTED = "HTTP/1.1 202 Accepted\r\n";
  private static final String REPLY =
      ACCEPTED + "Content-Type: application/didcomm-encrypted+json\r\n";
  private static final String CHUNKED = REPLY + "Transfer-Encoding: chunked\r\n\r\n";

  private static final List<HostileServer.Script> BAD_WAYS =
      List.of(
          saying(""),
          saying(ACCEPTED),
          saying(REPLY + "Content-Length: 9\r\n\r\n"),
          resettingAfter(""),
          resettingAfter(REPLY + "Content-Length: 9\r\n\r\ncanary"),
          hangingUpAfter(""),
          hangingUpAfter(ACCEPTED + "Content-Le"),
          hangingUpAfter(REPLY + "Content-Length: 9\r\n\r\ncanary"),
          dripping("", "HTTP/1.1 202 Accepted and canary"),
          dripping(ACCEPTED, "X: canary\r\n"),
          dripping(REPLY + "Content-Length: 60000\r\n\r\n", "canary"),
          dripping(CHUNKED, "6\r\ncanary\r\n"),
          dripping(CHUNKED + "6\r\ncanary\r\n0\r\n", "X: canary\r\n"),
          streaming("HTTP/1.1 202 ", "canary"),
          streaming(ACCEPTED + "X: ", "canary"),
          streaming(ACCEPTED, "X: canary\r\n"),
          streaming(REPLY + "Content-Length: 999999999\r\n\r\n", "canary"),
          streaming(CHUNKED, "6\r\ncanary\r\n"),
          streaming(CHUNKED + "1;", "canary"),
          streaming(CHUNKED, "0"),
          streaming(CHUNKED + "6\r\ncanary\r\n0\r\n", "X: canary\r\n"),
          streaming("", "HTTP/1.1 100 Continue\r\n\r\n"),
          streaming("", "HTTP/1.1 103 Early Hints\r\nLink: canary\r\n\r\n"),
          streaming("", "\r\n"),
          streaming(ACCEPTED + "Content-Length: 0\r\n\r\n", ACCEPTED + "\r\n"));

  private final List<HostileServer> bad = new ArrayList<>();
  private final HttpTransport transport =
      HttpTransport.builder(URI.create("http://us.example/"))
          .endpointPolicy(EndpointPolicy.strict().allowHttp().allowLoopback())
          .limits(Limits.defaults().with(Limit.SEND_SECONDS, 3))
          .sendOnly();

  @AfterEach
  void close() throws IOException {
    transport.close();
    for (HostileServer server : bad) {
      server.close();
    }
  }

  @Test
  void theyHoldUpNeitherTheGoodOneNorThreadsNorConnections() throws Exception {
    List<CompletableFuture<Answer>> badAnswers = new ArrayList<>();
    for (int i = 1; i <= BAD; i++) {
      HostileServer server = new HostileServer(BAD_WAYS.get(i % BAD_WAYS.size()));
      bad.add(server);
      if (i % 20 == 0) {
        server.close(); // so that it refuses connections
      }
      for (int j = 0; j < MESSAGES_EACH; j++) {
        badAnswers.add(send(server.endpoint()));
      }
    }

    try (HostileServer good = HostileServer.saying(ACCEPTED + "Content-Length: 0\r\n\r\n")) {
      for (int i = 1; i <= 50; i++) {
        assertThat(answer(send(good.endpoint())).kind()).isEqualTo(Answer.Kind.ACCEPTED);
        assertThat(good.requests()).hasSize(i);
      }
    }
    assertThat(threads("entente-http-client")).isLessThanOrEqualTo(CLIENT_THREADS);

    for (CompletableFuture<Answer> badAnswer : badAnswers) {
      assertThat(answer(badAnswer).toString()).doesNotContain("canary");
    }
    for (HostileServer server : bad) {
      server.awaitNoConnection();
    }
  }

  private CompletableFuture<Answer> send(URI endpoint) {
    return transport.send(endpoint, new byte[] {'{', '}'}).toCompletableFuture();
  }

  private static Answer answer(CompletableFuture<Answer> answer) throws Exception {
    return answer.get(200, TimeUnit.SECONDS);
  }

  private static long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches(name + "-[0-9]+"))
        .count();
  }

  /** And never another word. */
  private static HostileServer.Script saying(String text) {
    return out -> out.write(bytes(text));
  }

  private static HostileServer.Script resettingAfter(String text) {
    return out -> {
      out.write(bytes(text));
      throw new HostileServer.ResetException();
    };
  }

  private static HostileServer.Script hangingUpAfter(String text) {
    return out -> {
      out.write(bytes(text));
      out.flush();
      throw new IOException("hangs up");
    };
  }

  private static HostileServer.Script streaming(String start, String repeated) {
    return out -> {
      out.write(bytes(start));
      byte[] many = bytes(repeated.repeat(1000));
      while (true) {
        out.write(many);
      }
    };
  }

  private static HostileServer.Script dripping(String start, String repeated) {
    return out -> {
      out.write(bytes(start));
      CountDownLatch never = new CountDownLatch(1);
      for (int i = 0; !never.await(50, TimeUnit.MILLISECONDS); i++) {
        out.write(repeated.charAt(i % repeated.length()));
        out.flush();
      }
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
