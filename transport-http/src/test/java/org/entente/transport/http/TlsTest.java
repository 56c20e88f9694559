package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.entente.transport.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static final char[] PASSWORD = "for the test".toCharArray();

  @TempDir static Path directory;
  private static KeyStore agent;
  private static KeyStore other;
  private static KeyStore address;

  @BeforeAll
  static void makeCertificates() throws Exception {
    agent = certificateFor("dns:agent.example");
    other = certificateFor("dns:other.example");
    address = certificateFor("ip:127.0.0.1");
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
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    ServerSocket socket =
        tls.getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getAllByName("127.0.0.1")[0]);
    return new HostileServer(
        socket,
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

  /** The JDK makes certificates only in a process of its own. */
  private static KeyStore certificateFor(String alternativeName) throws Exception {
    Path file = directory.resolve(alternativeName.replace(':', '-') + ".p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    String password = new String(PASSWORD);
    List<String> command = new ArrayList<>(List.of(keytool.toString(), "-genkeypair"));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-alias", "a"));
    command.addAll(List.of("-dname", "CN=agent.example", "-ext", "san=" + alternativeName));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", file.toString()));
    command.addAll(List.of("-storepass", password, "-validity", "2"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }
}
