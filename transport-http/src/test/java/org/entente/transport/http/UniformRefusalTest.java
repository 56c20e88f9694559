package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.entente.Agent;
import org.entente.connection.ConnectionRequest;
import org.entente.did.Did;
import org.entente.envelope.Unopenable;
import org.entente.json.JsonObject;
import org.entente.message.Invitation;
import org.entente.message.Message;
import org.entente.message.ThreadId;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Of all that an agent cannot decrypt the answer is the same, byte by byte (threat model S9): one
 * receipt, one status, no body.
 */
class UniformRefusalTest {
  private static final HttpTransport TRANSPORT =
      HttpTransport.listen(0, URI.create("http://127.0.0.1:0/didcomm"));
  private static final Agent ALICE = Agent.builder("alice").transport(TRANSPORT).build();
  private static final Invitation INVITATION = ALICE.connections().invite("any").invitation();
  private static final Unopenable PEER = new Unopenable(INVITATION.from());
  private static final byte[] REQUEST = request(INVITATION, PEER.from());

  static Stream<Arguments> unopenable() {
    Map<String, byte[]> all = PEER.all(REQUEST);
    return all.entrySet().stream().map(entry -> arguments(entry.getKey(), entry.getValue()));
  }

  @AfterAll
  static void close() {
    ALICE.close(Duration.ZERO);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unopenable")
  void theAnswerIsTheSame(String reason, byte[] packed) throws Exception {
    Receipt receipt = ALICE.receiver().receive(packed);

    assertThat(receipt.kind()).as(reason).isEqualTo(Receipt.Kind.REFUSED);
    assertThat(receipt.reply()).isEmpty();
    assertThat(answer(packed))
        .isEqualTo("HTTP/1.1 422 Unprocessable Entity\r\ncontent-length: 0\r\n\r\n");
  }

  @Test
  void whatIsForSomebodyElseIsAnsweredSoToo() throws Exception {
    byte[] forSomebodyElse = new Unopenable(PEER.from()).openable(REQUEST);

    assertThat(ALICE.receiver().receive(forSomebodyElse).kind()).isEqualTo(Receipt.Kind.NOT_FOR_US);
    assertThat(answer(forSomebodyElse)).startsWith("HTTP/1.1 422 ").endsWith("\r\n\r\n");
  }

  @Test
  void whatCanBeOpenedIsTaken() throws Exception {
    Invitation another = ALICE.connections().invite("another").invitation();
    Unopenable peer = new Unopenable(another.from());

    assertThat(answer(peer.openable(request(another, peer.from())))).startsWith("HTTP/1.1 202 ");
  }

  private static String answer(byte[] packed) throws IOException {
    try (RawConnection connection = new RawConnection(TRANSPORT.port())) {
      return connection
          .say(
              "POST /didcomm HTTP/1.1\r\nHost: a\r\n"
                  + "Content-Type: application/didcomm-encrypted+json\r\n"
                  + ("Content-Length: " + packed.length + "\r\n\r\n"))
          .say(packed)
          .hear();
    }
  }

  private static byte[] request(Invitation invitation, Did from) {
    ThreadId thread = new ThreadId(invitation.id());
    return Message.builder("r1", ConnectionRequest.TYPE)
        .from(from)
        .to(invitation.from())
        .thread(thread)
        .parentThread(thread)
        .body(JsonObject.empty())
        .build()
        .toJson()
        .toBytes();
  }
}
