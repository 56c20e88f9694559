package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.transport.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a peer says beside its answer is passed over, and keeps no connection open. */
@Timeout(60)
class EndlessAnswersTest {
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
  private static final String PROCESSING = "HTTP/1.1 102 Processing\r\nX: canary\r\n\r\n";
  private static final String HINTS = "HTTP/1.1 103 Early Hints\r\nLink: canary\r\n\r\n";
  private static final String ACCEPTED = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
  private static final String UNKNOWN = "HTTP/1.1 199 canary\r\n\r\n";

  @Test
  void interimAnswersArePassedOver() throws Exception {
    String interim = CONTINUE + PROCESSING.repeat(10) + HINTS.repeat(10);
    try (HttpTransport transport = open(Limits.defaults());
        HostileServer server = HostileServer.saying(interim + ACCEPTED)) {
      assertThat(transport.send(server.endpoint(), new byte[] {1}).toCompletableFuture().get())
          .hasToString("ACCEPTED (HTTP 202)");
    }
  }

  @Test
  void aStreamOfInterimAnswersIsHungUpOn() throws Exception {
    assertAreHungUpOn(
        Answer.Kind.TRY_LATER,
        streaming("", CONTINUE),
        streaming("", PROCESSING),
        streaming("", HINTS),
        streaming("", UNKNOWN));
  }

  @Test
  void anAnswerThatDripsAfterInterimOnesIsHungUpOn() throws Exception {
    assertAreHungUpOn(
        Answer.Kind.TRY_LATER,
        dripping(CONTINUE),
        dripping(CONTINUE + CONTINUE),
        dripping(PROCESSING),
        dripping(HINTS),
        dripping(UNKNOWN));
  }

  @Test
  void whatComesAfterTheAnswerIsHungUpOn() throws Exception {
    assertAreHungUpOn(
        Answer.Kind.ACCEPTED,
        streaming(ACCEPTED, "HTTP/1.1 202 Accepted\r\n\r\n"),
        streaming(ACCEPTED, HINTS),
        streaming(ACCEPTED, "\r\n"),
        dripping(ACCEPTED));
  }

  private static void assertAreHungUpOn(Answer.Kind kind, HostileServer.Script... scripts)
      throws Exception {
    List<HostileServer> servers = new ArrayList<>();
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    try (HttpTransport transport = open(Limits.defaults().with(Limit.SEND_SECONDS, 2))) {
      for (HostileServer.Script script : scripts) {
        HostileServer server = new HostileServer(script);
        servers.add(server);
        answers.add(transport.send(server.endpoint(), new byte[] {1}).toCompletableFuture());
      }

      for (CompletableFuture<Answer> answer : answers) {
        assertThat(answer.get(60, TimeUnit.SECONDS).kind()).isEqualTo(kind);
        assertThat(answer.join().note()).doesNotContain("canary");
      }
      for (HostileServer server : servers) {
        server.awaitNoConnection();
      }
    } finally {
      for (HostileServer server : servers) {
        server.close();
      }
    }
  }

  private static HttpTransport open(Limits limits) {
    return HttpTransport.builder(URI.create("http://us.example/"))
        .endpointPolicy(EndpointPolicy.strict().allowHttp().allowLoopback())
        .limits(limits)
        .sendOnly();
  }

  private static HostileServer.Script streaming(String start, String text) {
    byte[] many = text.repeat(1000).getBytes(StandardCharsets.US_ASCII);
    return out -> {
      out.write(start.getBytes(StandardCharsets.US_ASCII));
      while (true) {
        out.write(many);
      }
    };
  }

  private static HostileServer.Script dripping(String start) {
    return out -> SendingTest.drip(out, start + "HTTP/1.1 202 Accepted\r\nX: ");
  }
}
