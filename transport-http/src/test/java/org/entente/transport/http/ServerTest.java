package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerTest {
  private static final String TYPE = "Content-Type: application/didcomm-encrypted+json\r\n";
  private static final String HEAD = "POST /didcomm HTTP/1.1\r\nHost: a\r\n";

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private HttpTransport transport = open(Limits.defaults());

  private HttpTransport open(Limits limits) {
    HttpTransport opened =
        HttpTransport.builder(URI.create("http://127.0.0.1:0/didcomm")).limits(limits).listen();
    opened.start(
        packed -> {
          received.add(new String(packed, StandardCharsets.ISO_8859_1));
          return Receipt.of(Receipt.Kind.ACCEPTED);
        });
    return opened;
  }

  private void reopen(Limits limits) {
    transport.close();
    transport = open(limits);
  }

  @AfterEach
  void close() {
    transport.close();
  }

  @ParameterizedTest
  @CsvSource({
    "application/didcomm-encrypted+json",
    "Application/DIDComm-Encrypted+JSON",
    "application/didcomm-encrypted+json;charset=utf-8",
    "application/didcomm-encrypted+json ; a=b",
  })
  void theTypeIsComparedIgnoringCaseAndParameters(String type) throws Exception {
    try (RawConnection connection = new RawConnection(transport.port())) {
      connection.say(HEAD + "Content-Type: " + type + "\r\nContent-Length: 1\r\n\r\nx");

      assertThat(connection.hear()).isEqualTo("HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n");
      assertThat(received).containsExactly("x");
    }
  }

  @Test
  void chunksAreJoinedAndTheConnectionIsKept() throws Exception {
    try (RawConnection connection = new RawConnection(transport.port())) {
      for (int i = 0; i < 3; i++) {
        connection.say(HEAD + TYPE + "Transfer-Encoding: chunked\r\n\r\n");
        connection.say("3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\nTrailer: x\r\n\r\n");

        assertThat(connection.status()).isEqualTo(202);
      }
      assertThat(received).containsExactly("abcde", "abcde", "abcde");
    }
  }

  @Test
  void chunksAreCountedWhileTheyCome() throws Exception {
    reopen(Limits.defaults().with(Limit.MESSAGE_BYTES, 1000));
    try (RawConnection connection = new RawConnection(transport.port())) {
      connection.say(HEAD + TYPE + "Transfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < 11; i++) {
        connection.say("64\r\n" + "x".repeat(100) + "\r\n");
      }

      assertThat(connection.status()).isEqualTo(413);
      assertThat(connection.isClosedByServer()).isTrue();
      assertThat(received).isEmpty();
    }
  }

  @Test
  void theLargestMessageIsTakenWholeAndTheNextByteRefused() throws Exception {
    int most = Limit.MESSAGE_BYTES.defaultValue();
    try (RawConnection connection = new RawConnection(transport.port())) {
      connection.say(HEAD + TYPE + "Content-Length: " + most + "\r\n\r\n").say(new byte[most]);

      assertThat(connection.status()).isEqualTo(202);
      assertThat(received.take()).hasSize(most);
      connection.say(HEAD + TYPE + "Content-Length: " + (most + 1) + "\r\n\r\n");
      assertThat(connection.status()).isEqualTo(413);
    }
  }

  @Test
  void aHugeHeadIsRefused() throws Exception {
    try (RawConnection headers = new RawConnection(transport.port());
        RawConnection line = new RawConnection(transport.port())) {
      headers.say(HEAD + "X: " + "x".repeat(9000) + "\r\n\r\n");
      line.say("POST /" + "x".repeat(5000) + " HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(headers.status()).isEqualTo(431);
      assertThat(line.status()).isEqualTo(414);
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      String body = "message " + i;
      requests.append(HEAD).append(TYPE).append("Content-Length: ").append(body.length());
      requests.append("\r\n\r\n").append(body);
      requests.append("GET /didcomm HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    try (RawConnection connection = new RawConnection(transport.port())) {
      connection.say(requests.toString());

      for (int i = 0; i < 500; i++) {
        assertThat(connection.status()).isEqualTo(202);
        assertThat(connection.status()).isEqualTo(405);
        assertThat(received.poll()).isEqualTo("message " + i);
      }
    }
  }

  @Test
  void aClientThatWaitsForContinueIsToldToGoOn() throws Exception {
    try (RawConnection connection = new RawConnection(transport.port())) {
      connection.say(HEAD + TYPE + "Content-Length: 1\r\nExpect: 100-continue\r\n\r\n");

      assertThat(connection.status()).isEqualTo(100);
      assertThat(connection.say("x").status()).isEqualTo(202);
    }
  }

  @Test
  void aClientThatWantsToCloseIsClosed() throws Exception {
    try (RawConnection close = new RawConnection(transport.port());
        RawConnection old = new RawConnection(transport.port())) {
      close.say(HEAD + TYPE + "Connection: close\r\nContent-Length: 1\r\n\r\nx");
      old.say("POST /didcomm HTTP/1.0\r\n" + TYPE + "Content-Length: 1\r\n\r\nx");

      assertThat(close.status()).isEqualTo(202);
      assertThat(close.isClosedByServer()).isTrue();
      assertThat(old.status()).isEqualTo(202);
      assertThat(old.isClosedByServer()).isTrue();
    }
  }

  @Test
  void theHeadAndTheWholeRequestHaveDeadlines() throws Exception {
    reopen(Limits.defaults().with(Limit.REQUEST_HEAD_SECONDS, 2).with(Limit.REQUEST_SECONDS, 3));
    try (RawConnection silent = new RawConnection(transport.port());
        RawConnection slowHead = new RawConnection(transport.port());
        RawConnection slowBody = new RawConnection(transport.port());
        RawConnection second = new RawConnection(transport.port())) {
      slowHead.say("POST /did");
      slowBody.say(HEAD + TYPE + "Content-Length: 10\r\n\r\nx");
      second.say(HEAD + TYPE + "Content-Length: 1\r\n\r\nx");
      assertThat(second.status()).isEqualTo(202);
      second.say("POST /did");

      assertThat(silent.isClosedByServer()).isTrue();
      assertThat(slowHead.status()).isEqualTo(408);
      assertThat(slowBody.status()).isEqualTo(408);
      assertThat(second.status()).isEqualTo(408);
    }
  }

  @Test
  void oneAddressHoldsOnlyItsShareOfConnections() throws Exception {
    reopen(Limits.defaults().with(Limit.SERVER_CONNECTIONS_PER_ADDRESS, 2));
    String post = HEAD + TYPE + "Content-Length: 1\r\n\r\nx";
    try (RawConnection first = new RawConnection(transport.port(), "127.0.0.2");
        RawConnection second = new RawConnection(transport.port(), "127.0.0.2")) {
      assertThat(first.say(post).status()).isEqualTo(202);
      assertThat(second.say(post).status()).isEqualTo(202);

      try (RawConnection third = new RawConnection(transport.port(), "127.0.0.2");
          RawConnection other = new RawConnection(transport.port(), "127.0.0.3")) {
        assertThat(third.isClosedByServer()).isTrue();
        assertThat(other.say(post).status()).isEqualTo(202);
      }
    }
  }

  @Test
  void withAllWorkersTakenAndTheQueueFullMoreAreToldToTryLater() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger waiting = new AtomicInteger();
    transport.close();
    transport =
        HttpTransport.builder(URI.create("http://127.0.0.1:0/didcomm"))
            .limits(Limits.defaults().with(Limit.SERVER_CONNECTIONS_PER_ADDRESS, 0))
            .listen();
    transport.start(
        packed -> {
          waiting.incrementAndGet();
          await(end);
          return Receipt.of(Receipt.Kind.ACCEPTED);
        });
    String post = HEAD + TYPE + "Content-Length: 1\r\n\r\nx";
    List<RawConnection> connections = new ArrayList<>();
    try {
      for (int i = 0; i < 400; i++) {
        connections.add(new RawConnection(transport.port()).say(post));
      }
      int busy = 400 - 64 - 256;
      // Which ones are refused depends on the threads; how many does not.
      Ears ears = new Ears(connections);

      for (int i = 0; i < busy; i++) {
        assertThat(ears.nextStatus()).isEqualTo(503);
      }
      end.countDown();
      for (int i = 0; i < 64 + 256; i++) {
        assertThat(ears.nextStatus()).isEqualTo(202);
      }
      assertThat(waiting).hasValue(64 + 256);
    } finally {
      end.countDown();
      for (RawConnection connection : connections) {
        connection.close();
      }
    }
  }

  /** Hears many connections at a time, in the order in which they are answered. */
  private static final class Ears {
    private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();

    Ears(List<RawConnection> connections) {
      for (RawConnection connection : connections) {
        Thread thread =
            new Thread(
                () -> {
                  try {
                    statuses.add(connection.status());
                  } catch (IOException e) {
                    statuses.add(-1);
                  }
                });
        thread.setDaemon(true);
        thread.start();
      }
    }

    int nextStatus() throws InterruptedException {
      Integer status = statuses.poll(120, TimeUnit.SECONDS);
      return status == null ? -2 : status;
    }
  }

  @Test
  void closingLetsTheAnswerUnderWayFinishAndFreesPortAndThreads() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    transport.close();
    transport = HttpTransport.listen(0, URI.create("http://127.0.0.1:0/didcomm"));
    int port = transport.port();
    transport.start(
        packed -> {
          inside.countDown();
          await(end);
          return Receipt.of(Receipt.Kind.ACCEPTED);
        });
    try (RawConnection connection = new RawConnection(port);
        RawConnection idle = new RawConnection(port)) {
      connection.say(HEAD + TYPE + "Content-Length: 1\r\n\r\nx");
      await(inside);
      Thread closing = new Thread(transport::close);
      closing.start();

      assertThat(idle.isClosedByServer()).isTrue();
      end.countDown();
      assertThat(connection.hear()).startsWith("HTTP/1.1 202 ").contains("connection: close");
      connection.hangUp();
      closing.join(120_000);
      assertThat(closing.isAlive()).isFalse();
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().startsWith("entente-http")) {
          thread.join(60_000);
          assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
      }
    }
    try (HttpTransport again = HttpTransport.listen(port, URI.create("http://127.0.0.1/"))) {
      assertThat(again.port()).isEqualTo(port);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
