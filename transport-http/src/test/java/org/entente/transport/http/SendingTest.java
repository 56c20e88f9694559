package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.transport.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendingTest {
  private static final Limits IMPATIENT = Limits.defaults().with(Limit.SEND_SECONDS, 3);
  private static final String ACCEPTED = "HTTP/1.1 202 Accepted\r\n";

  private HttpTransport transport = open(Limits.defaults(), InetAddress::getAllByName);

  private static HttpTransport open(Limits limits, NameResolver resolver) {
    return HttpTransport.builder(URI.create("http://us.example/"))
        .endpointPolicy(EndpointPolicy.strict().allowHttp().allowLoopback())
        .limits(limits)
        .resolver(resolver)
        .sendOnly();
  }

  private void reopen(Limits limits, NameResolver resolver) {
    transport.close();
    transport = open(limits, resolver);
  }

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void aRequestHasWhatIsNeededAndNothingElse() throws Exception {
    try (HostileServer server = HostileServer.saying(ACCEPTED + "Content-Length: 0\r\n\r\n")) {

      Answer answer = send(server.endpoint());

      assertThat(answer.kind()).isEqualTo(Answer.Kind.ACCEPTED);
      assertThat(answer.status()).isEqualTo(202);
      assertThat(server.requests().take().split("\r\n"))
          .containsExactlyInAnyOrder(
              "POST /didcomm HTTP/1.1",
              "Host: 127.0.0.1:" + server.port(),
              "Content-Type: application/didcomm-encrypted+json",
              "Content-Length: 7",
              "",
              "{\"a\":1}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a/../b/./c",
        "/a//b;c=d",
        "/%2e%2E/%0d%0aX:%20y",
        "/a?b=c&d=%2B+e",
        "/?",
        "/a?b?c=/d//e",
        "/~a!$&'()*+,=:@",
      })
  void pathAndQueryAreSentAsTheyAreInTheEndpoint(String path) throws Exception {
    try (HostileServer server = HostileServer.saying(ACCEPTED + "Content-Length: 0\r\n\r\n")) {
      URI endpoint = URI.create("HTTP://127.0.0.1:" + server.port() + path);

      Answer answer = send(endpoint);

      assertThat(answer.kind()).isEqualTo(Answer.Kind.ACCEPTED);
      assertThat(server.requests().take()).startsWith("POST " + path + " HTTP/1.1\r\n");
    }
  }

  @Test
  void anIpv6AddressIsConnectedTo() throws Exception {
    InetAddress loopback = InetAddress.getAllByName("::1")[0];
    ServerSocket socket = null;
    try {
      socket = new ServerSocket(0, 50, loopback);
    } catch (IOException e) {
      assumeTrue(false, "no IPv6 here");
    }
    String accepted = ACCEPTED + "Content-Length: 0\r\n\r\n";
    try (HostileServer server =
        new HostileServer(socket, out -> out.write(accepted.getBytes(StandardCharsets.US_ASCII)))) {
      Answer answer = send(URI.create("http://[::1]:" + server.port() + "/"));

      assertThat(answer.kind()).isEqualTo(Answer.Kind.ACCEPTED);
      assertThat(server.requests().take()).contains("Host: [::1]:" + server.port());
    }
  }

  @Test
  void cookiesAreNotKept() throws Exception {
    try (HostileServer server =
        HostileServer.saying(ACCEPTED + "Set-Cookie: a=b; Path=/\r\nContent-Length: 0\r\n\r\n")) {
      send(server.endpoint());
      send(server.endpoint());

      server.requests().take();
      assertThat(server.requests().take()).doesNotContainIgnoringCase("cookie");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 304, 307, 308, 401, 407, 101})
  void noAnswerSendsTheMessageElsewhereOrAgain(int status) throws Exception {
    try (HostileServer other = HostileServer.saying(ACCEPTED + "Content-Length: 0\r\n\r\n");
        HostileServer server =
            HostileServer.saying(
                "HTTP/1.1 "
                    + status
                    + " X\r\nLocation: "
                    + other.endpoint()
                    + "\r\nWWW-Authenticate: Basic realm=a\r\nProxy-Authenticate: Basic realm=a\r\n"
                    + "Connection: close\r\nContent-Length: 0\r\n\r\n")) {

      Answer answer = send(server.endpoint());

      assertThat(answer.kind()).isNotEqualTo(Answer.Kind.ACCEPTED);
      assertThat(server.requests()).hasSize(1);
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void informationalAnswersAreNotTheAnswer() throws Exception {
    try (HostileServer server =
        HostileServer.saying(
            "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                + ACCEPTED
                + "Content-Length: 0\r\n\r\n")) {
      assertThat(send(server.endpoint()).kind()).isEqualTo(Answer.Kind.ACCEPTED);
    }
  }

  @Test
  void aHeadThatDripsForEverEndsAtTheDeadline() throws Exception {
    reopen(IMPATIENT, InetAddress::getAllByName);
    try (HostileServer server = new HostileServer(out -> drip(out, ACCEPTED + "X: "))) {
      Answer answer = send(server.endpoint());

      assertThat(answer).hasToString("TRY_LATER (no answer in time)");
    }
  }

  @Test
  void aBodyThatDripsForEverEndsAtTheDeadlineAndCostsItsReply() throws Exception {
    reopen(IMPATIENT, InetAddress::getAllByName);
    String head =
        "Content-Type: application/didcomm-encrypted+json\r\nContent-Length: 9999\r\n\r\n";
    try (HostileServer good = new HostileServer(out -> drip(out, ACCEPTED + head));
        HostileServer bad = new HostileServer(out -> drip(out, "HTTP/1.1 503 X\r\n" + head))) {
      CompletableFuture<Answer> first =
          transport.send(good.endpoint(), new byte[] {1}).toCompletableFuture();
      Answer busy = send(bad.endpoint());
      Answer accepted = first.get(300, TimeUnit.SECONDS);

      assertThat(accepted.kind()).isEqualTo(Answer.Kind.ACCEPTED);
      assertThat(accepted.reply()).isEqualTo(Optional.empty());
      assertThat(busy.kind()).isEqualTo(Answer.Kind.TRY_LATER);
    }
  }

  @Test
  void ofAGigabyteOnlyTheFirstPartIsRead() throws Exception {
    AtomicInteger megabytes = new AtomicInteger();
    CountDownLatch brokenOff = new CountDownLatch(1);
    HostileServer.Script gigabyte =
        out -> {
          out.write(
              (ACCEPTED
                      + "Content-Type: application/didcomm-encrypted+json\r\n"
                      + "Content-Length: 1073741824\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
          try {
            for (; megabytes.get() < 1024; megabytes.incrementAndGet()) {
              out.write(new byte[1 << 20]);
            }
          } finally {
            brokenOff.countDown();
          }
        };
    try (HostileServer server = new HostileServer(gigabyte)) {
      Answer answer = send(server.endpoint());

      assertThat(answer.kind()).isEqualTo(Answer.Kind.ACCEPTED);
      assertThat(answer.reply()).isEqualTo(Optional.empty());
      assertThat(brokenOff.await(120, TimeUnit.SECONDS)).isTrue();
      assertThat(megabytes).hasValueLessThan(100);
    }
  }

  @Test
  void tenThousandHeadersAreNoAnswer() throws Exception {
    try (HostileServer server =
        HostileServer.saying(ACCEPTED + "X: y\r\n".repeat(10_000) + "\r\n")) {
      Answer answer = send(server.endpoint());

      assertThat(answer.kind()).isEqualTo(Answer.Kind.TRY_LATER);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "canary\r\n\r\n",
        "HTTP/1.1 canary\r\n\r\n",
        "HTTP/1.1 2020 canary\r\nContent-Length: 0\r\n\r\n",
        "HTTP/9.9 202 canary\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 202 canary\r\nContent-Length: canary\r\n\r\n",
        "HTTP/1.1 202 canary\r\ncanary\0: x\r\n\r\n",
        "",
      })
  void whatIsNoHttpIsNoAnswerAndNotRepeated(String text) throws Exception {
    reopen(IMPATIENT, InetAddress::getAllByName);
    try (HostileServer server =
        new HostileServer(
            out -> {
              out.write(text.getBytes(StandardCharsets.ISO_8859_1));
              out.flush();
              throw new IOException("hangs up");
            })) {
      Answer answer = send(server.endpoint());

      assertThat(answer.kind()).isEqualTo(Answer.Kind.TRY_LATER);
      assertThat(answer.note()).doesNotContain("canary");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 199 canary\r\n\r\n",
      })
  void interimAnswersThatNoAnswerFollowsEndAtTheDeadline(String interim) throws Exception {
    reopen(IMPATIENT, InetAddress::getAllByName);
    try (HostileServer server = HostileServer.saying(interim)) {
      Answer answer = send(server.endpoint());

      assertThat(answer.kind()).isEqualTo(Answer.Kind.TRY_LATER);
      assertThat(answer.note()).doesNotContain("canary");
    }
  }

  @Test
  void theStatusIsNotedWithoutThePeersWords() throws Exception {
    try (HostileServer server =
        HostileServer.saying(
            "HTTP/1.1 422 canary\r\nX: canary\r\nContent-Length: 6\r\n\r\ncanary")) {
      assertThat(send(server.endpoint())).hasToString("REFUSED (HTTP 422)");
    }
  }

  @Test
  void aReplyOfAnotherTypeIsNone() throws Exception {
    try (HostileServer server =
        HostileServer.saying(ACCEPTED + "Content-Type: text/html\r\nContent-Length: 2\r\n\r\nhi")) {
      Answer answer = send(server.endpoint());

      assertThat(answer.kind()).isEqualTo(Answer.Kind.ACCEPTED);
      assertThat(answer.reply()).isEqualTo(Optional.empty());
    }
  }

  @Test
  void anUnknownHostIsTriedLater() throws Exception {
    reopen(
        Limits.defaults(),
        host -> {
          throw new UnknownHostException("canary");
        });

    assertThat(send(URI.create("http://unknown.example/")))
        .hasToString("TRY_LATER (the host name does not resolve)");
  }

  @Test
  void slowNamesHoldUpNeitherTheCallerNorOtherPeers() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger slowLookups = new AtomicInteger();
    reopen(
        IMPATIENT,
        host -> {
          if (host.startsWith("slow")) {
            slowLookups.incrementAndGet();
            await(end);
            throw new UnknownHostException();
          }
          return InetAddress.getAllByName("127.0.0.1");
        });
    try (HostileServer server = HostileServer.saying(ACCEPTED + "Content-Length: 0\r\n\r\n")) {
      List<CompletableFuture<Answer>> slow = new ArrayList<>();
      for (int port = 1; port <= 200; port++) {
        URI endpoint = URI.create("http://slow.example:" + port + "/");
        slow.add(transport.send(endpoint, new byte[] {1}).toCompletableFuture());
      }

      Answer other = send(URI.create("http://quick.example:" + server.port() + "/"));

      assertThat(other.kind()).isEqualTo(Answer.Kind.ACCEPTED);
      for (CompletableFuture<Answer> answer : slow) {
        assertThat(answer.get(120, TimeUnit.SECONDS).kind()).isEqualTo(Answer.Kind.TRY_LATER);
      }
      assertThat(slowLookups).hasValue(1);
    } finally {
      end.countDown();
    }
  }

  @Test
  void aThousandSilentPeersHoldNoThreadEach() throws Exception {
    reopen(Limits.defaults(), host -> InetAddress.getAllByName("127.0.0.1"));
    try (ServerSocket silent = new ServerSocket(0, 2000, InetAddress.getLoopbackAddress());
        HostileServer server = HostileServer.saying(ACCEPTED + "Content-Length: 0\r\n\r\n")) {
      List<CompletableFuture<Answer>> stuck = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        URI endpoint = URI.create("http://silent" + i + ".example:" + silent.getLocalPort() + "/");
        stuck.add(transport.send(endpoint, new byte[] {1}).toCompletableFuture());
      }

      Answer other = send(server.endpoint());

      assertThat(other.kind()).isEqualTo(Answer.Kind.ACCEPTED);
      assertThat(
              Thread.getAllStackTraces().keySet().stream()
                  .filter(t -> t.getName().startsWith("entente-http")))
          .hasSizeLessThan(64);
      transport.close();
      for (CompletableFuture<Answer> answer : stuck) {
        assertThat(answer.get(120, TimeUnit.SECONDS).kind()).isEqualTo(Answer.Kind.TRY_LATER);
      }
    }
  }

  @Test
  void proxiesOfTheSystemAreNotUsed() throws Exception {
    try (HostileServer proxy = HostileServer.saying(ACCEPTED + "Content-Length: 0\r\n\r\n");
        HostileServer server = HostileServer.saying(ACCEPTED + "Content-Length: 0\r\n\r\n")) {
      System.setProperty("http.proxyHost", "127.0.0.1");
      System.setProperty("http.proxyPort", String.valueOf(proxy.port()));
      System.setProperty("http.nonProxyHosts", "");
      try {
        reopen(Limits.defaults(), InetAddress::getAllByName);

        assertThat(send(server.endpoint()).kind()).isEqualTo(Answer.Kind.ACCEPTED);
        assertThat(proxy.requests()).isEmpty();
      } finally {
        System.clearProperty("http.proxyHost");
        System.clearProperty("http.proxyPort");
        System.clearProperty("http.nonProxyHosts");
      }
    }
  }

  private Answer send(URI endpoint) throws Exception {
    return transport
        .send(endpoint, "{\"a\":1}".getBytes(StandardCharsets.US_ASCII))
        .toCompletableFuture()
        .get(300, TimeUnit.SECONDS);
  }

  /** Goes on until the client has gone. */
  static void drip(OutputStream out, String start) throws IOException {
    out.write(start.getBytes(StandardCharsets.US_ASCII));
    CountDownLatch never = new CountDownLatch(1);
    try {
      while (!never.await(50, TimeUnit.MILLISECONDS)) {
        out.write('x');
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
