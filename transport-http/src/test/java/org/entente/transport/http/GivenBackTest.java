package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.entente.limits.Limit;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a connection took of the server is given back, however it ends. */
@Timeout(300)
class GivenBackTest {
  private static final String TYPE = "Content-Type: application/didcomm-encrypted+json\r\n";
  private static final String HEAD = "POST /didcomm HTTP/1.1\r\nHost: a\r\n" + TYPE;
  private static final String POST = HEAD + "Content-Length: 1\r\n\r\nx";
  private static final String GET = "GET /didcomm HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final int MOST = Limit.MESSAGE_BYTES.defaultValue();
  private static final int SHARE = Limit.SERVER_CONNECTIONS_PER_ADDRESS.defaultValue();
  private static final long SLACK_BYTES = 16L << 20;

  private final HttpTransport transport =
      HttpTransport.listen(0, URI.create("http://127.0.0.1:0/didcomm"));
  private final List<RawConnection> connections = new ArrayList<>();

  GivenBackTest() {
    transport.start(packed -> Receipt.of(Receipt.Kind.ACCEPTED));
  }

  @AfterEach
  void close() throws IOException {
    hangUp();
    transport.close();
  }

  @Test
  void theMemoryOfBigBodiesThatAreBrokenOff() throws Exception {
    for (int i = 0; i < 240; i++) {
      RawConnection connection = join("127.0.0." + (2 + i % 8));
      boolean chunked = i % 2 == 0;
      connection.say(
          HEAD
              + (chunked
                  ? "Transfer-Encoding: chunked\r\n\r\nf0000\r\n"
                  : "Content-Length: " + MOST + "\r\n\r\n"));
      connection.say(new byte[0xf0000]);
      switch (i % 6) {
        case 0 -> connection.say("\r\nno size\r\n");
        case 1 -> connection.halfClose();
        case 2, 3 -> connection.reset();
        default -> connection.close();
      }
    }

    // All 64 MiB are there again, or else one of these would be told to try later for ever.
    for (int taken = 0; taken < 60; ) {
      RawConnection connection = join("127.0.1." + (1 + taken));
      connection.say(HEAD + "Content-Length: " + MOST + "\r\n\r\n").say(new byte[MOST - 1]);
      taken += connection.say("x").status() == 202 ? 1 : 0;
    }
  }

  @Test
  void thePlacesOfHalfClosedConnections() throws Exception {
    List<String> beginnings = List.of("", "P", HEAD, HEAD + "Content-Length: 9\r\n\r\nx", POST);
    for (int i = 0; i < SHARE; i++) {
      join("127.0.0.2").say(beginnings.get(i % beginnings.size())).halfClose();
    }

    for (RawConnection connection : connections) {
      assertThat(connection.hearAll()).matches("(?s)|HTTP/1.1 [24]0[0-9] .*");
    }
    assertShareIsFree("127.0.0.2");
  }

  @Test
  void whatWasReadOfRequestsWhoseAnswersNobodyReads() throws Exception {
    String requests = (GET + POST).repeat(100);
    List<Thread> talkers = new ArrayList<>();
    for (int i = 0; i < SHARE; i++) {
      RawConnection connection = join("127.0.0.2");
      Thread talker = new Thread(() -> talk(connection, requests));
      talker.setDaemon(true);
      talker.start();
      talkers.add(talker);
    }
    for (int i = 0; i < 50; i++) {
      try (RawConnection good = new RawConnection(transport.port())) {
        assertThat(good.say(POST).status()).isEqualTo(202);
      }
    }

    hangUp();
    for (Thread talker : talkers) {
      talker.join();
    }
    assertShareIsFree("127.0.0.2");
  }

  @Test
  void theHeap() throws Exception {
    assertShareIsFree("127.0.0.2");
    hangUp();
    long before = usedBytes();
    for (int i = 0; i < 512; i++) {
      RawConnection connection = join("127.0.0." + (2 + i % 8));
      connection.say(HEAD + "Content-Length: 60000\r\n\r\n").say(new byte[59_999]);
    }
    while (usedBytes() <= before + SLACK_BYTES) {
      Thread.onSpinWait(); // it is still being read
    }

    hangUp();
    long after = usedBytes();
    while (after > before + SLACK_BYTES) {
      after = usedBytes();
    }
    assertShareIsFree("127.0.0.2");
  }

  private static long usedBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void talk(RawConnection connection, String requests) {
    try {
      while (true) {
        connection.say(requests);
      }
    } catch (IOException e) {
      // the test has hung up
    }
  }

  private RawConnection join(String from) throws IOException {
    RawConnection connection = new RawConnection(transport.port(), from);
    connections.add(connection);
    return connection;
  }

  private void hangUp() throws IOException {
    for (RawConnection connection : connections) {
      connection.close();
    }
    connections.clear();
  }

  /** Waits until it is. */
  private void assertShareIsFree(String address) throws IOException {
    hangUp();
    for (int i = 0; i < SHARE; ) {
      i += join(address).say(POST).status() == 202 ? 1 : 0;
    }
  }
}
