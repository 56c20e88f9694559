package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.entente.transport.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  @TempDir static Path directory;
  private static KeyStore agent;
  private static KeyStore other;
  private static KeyStore address;

  @BeforeAll
  static void makeCertificates() throws Exception {
    agent = Certificates.forName(directory, "dns:agent.example");
    other = Certificates.forName(directory, "dns:other.example");
    address = Certificates.forName(directory, "ip:127.0.0.1");
  }

  @Test
  void aTrustedServerOfTheRightNameGetsTheMessage() throws Exception {
    try (HostileServer server = server(agent)) {
      Answer answer = send("agent.example", server.port(), agent);

      assertThat(answer).hasToString("ACCEPTED (HTTP 202)");
      assertThat(server.requests().take()).contains("Host: agent.example:" + server.port());
    }
  }

  @Test
  void aSelfSignedServerIsRefused() throws Exception {
    try (HostileServer server = server(agent)) {
      Answer answer = send("agent.example", server.port(), null);

      assertThat(answer.kind()).isEqualTo(Answer.Kind.TRY_LATER);
      assertThat(answer.note()).contains("TLS");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void aTrustedServerOfAnotherNameIsRefused() throws Exception {
    try (HostileServer server = server(other)) {
      Answer answer = send("agent.example", server.port(), other);

      assertThat(answer.kind()).isEqualTo(Answer.Kind.TRY_LATER);
      assertThat(answer.note()).contains("TLS");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void theNameOfAnAddressIsCheckedToo() throws Exception {
    try (HostileServer server = server(agent);
        HostileServer rightServer = server(address)) {
      Answer answer = send("127.0.0.1", server.port(), agent);
      Answer rightAnswer = send("127.0.0.1", rightServer.port(), address);

      assertThat(answer.kind()).isEqualTo(Answer.Kind.TRY_LATER);
      assertThat(server.requests()).isEmpty();
      assertThat(rightAnswer.kind()).isEqualTo(Answer.Kind.ACCEPTED);
    }
  }

  @Test
  void aServerWithoutTlsGetsNothing() throws Exception {
    try (HostileServer server = HostileServer.saying("HTTP/1.1 202 Accepted\r\n\r\n")) {
      // Its reading of the handshake as a request never ends, so it is closed right away.
      URI endpoint = URI.create("https://127.0.0.1:" + server.port() + "/");
      HttpTransport transport = transport(null);
      CompletableFuture<Answer> answer =
          transport.send(endpoint, new byte[] {1}).toCompletableFuture();

      transport.close();

      assertThat(answer.get(300, TimeUnit.SECONDS).kind()).isEqualTo(Answer.Kind.TRY_LATER);
      assertThat(server.requests()).isEmpty();
    }
  }

  private static HostileServer server(KeyStore keys) throws Exception {
    return Certificates.server(
        keys,
        out ->
            out.write(
                "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII)));
  }

  private static HttpTransport transport(@Nullable KeyStore trusted) {
    HttpTransport.Builder builder =
        HttpTransport.builder(URI.create("http://us.example/"))
            .endpointPolicy(EndpointPolicy.strict().allowHttp().allowLoopback())
            .resolver(host -> InetAddress.getAllByName("127.0.0.1"));
    return (trusted == null ? builder : builder.trusted(trusted)).sendOnly();
  }

  private static Answer send(String host, int port, @Nullable KeyStore trusted) throws Exception {
    try (HttpTransport transport = transport(trusted)) {
      return transport
          .send(URI.create("https://" + host + ":" + port + "/didcomm"), new byte[] {1})
          .toCompletableFuture()
          .get(300, TimeUnit.SECONDS);
    }
  }
}
