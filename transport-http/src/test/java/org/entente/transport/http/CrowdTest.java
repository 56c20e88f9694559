package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More connections than the server holds, from so many addresses that none has too many. */
@Timeout(300)
class CrowdTest {
  private static final String TYPE = "Content-Type: application/didcomm-encrypted+json\r\n";
  private static final String HEAD = "POST /didcomm HTTP/1.1\r\nHost: a\r\n" + TYPE;
  private static final String POST = HEAD + "Content-Length: 1\r\n\r\nx";
  private static final URI ANY_PORT = URI.create("http://127.0.0.1:0/didcomm");
  private static final int CROWD = 3000;
  private static final int FLOOD = 20_000;

  private final List<RawConnection> crowd = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (RawConnection connection : crowd) {
      connection.close();
    }
  }

  @Test
  void threeThousandIdleConnectionsKeepNobodyElseOut() throws Exception {
    try (HttpTransport transport = open(Limits.defaults())) {
      for (int i = 0; i < CROWD; i++) {
        join(transport, "127.0.1." + (1 + i % 60));
        if (i % 30 == 0) {
          assertThat(answer(transport, "127.0.0.1")).isEqualTo(202);
        }
      }

      for (int i = 0; i < 100; i++) {
        assertThat(answer(transport, "127.0.0.1")).isEqualTo(202);
      }
    }
  }

  @Test
  void aNewcomerTakesThePlaceOfTheOneThatHasKeptUsWaitingLongest() throws Exception {
    try (HttpTransport transport = open(Limits.defaults().with(Limit.SERVER_CONNECTIONS, 2))) {
      RawConnection first = join(transport, "127.0.0.2");
      RawConnection second = join(transport, "127.0.0.3");
      assertThat(first.say(POST).status()).isEqualTo(202);
      assertThat(second.say(POST).status()).isEqualTo(202);
      assertThat(first.say(POST).status()).isEqualTo(202);

      RawConnection third = join(transport, "127.0.0.4");

      assertThat(third.say(POST).status()).isEqualTo(202);
      assertThat(second.isClosedByServer()).isTrue();
      assertThat(first.say(POST).status()).isEqualTo(202);
    }
  }

  @Test
  void theAddressWithMostConnectionsMakesRoomFirst() throws Exception {
    try (HttpTransport transport = open(Limits.defaults().with(Limit.SERVER_CONNECTIONS, 3))) {
      RawConnection alone = join(transport, "127.0.0.2");
      assertThat(alone.say(POST).status()).isEqualTo(202);
      RawConnection one = join(transport, "127.0.0.3");
      assertThat(one.say(POST).status()).isEqualTo(202);
      RawConnection another = join(transport, "127.0.0.3");
      assertThat(another.say(POST).status()).isEqualTo(202);

      RawConnection newcomer = join(transport, "127.0.0.4");

      assertThat(newcomer.say(POST).status()).isEqualTo(202);
      assertThat(one.isClosedByServer()).isTrue();
      assertThat(alone.say(POST).status()).isEqualTo(202);
      assertThat(another.say(POST).status()).isEqualTo(202);
    }
  }

  @Test
  void whoeverIsBeingServedKeepsItsPlace() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (HttpTransport transport =
        HttpTransport.builder(ANY_PORT)
            .limits(Limits.defaults().with(Limit.SERVER_CONNECTIONS, 1))
            .listen()) {
      transport.start(
          packed -> {
            inside.countDown();
            SendingTest.await(end);
            return Receipt.of(Receipt.Kind.ACCEPTED);
          });
      RawConnection served = join(transport, "127.0.0.2").say(POST);
      SendingTest.await(inside);

      assertThat(join(transport, "127.0.0.3").isClosedByServer()).isTrue();
      end.countDown();
      assertThat(served.status()).isEqualTo(202);
    } finally {
      end.countDown();
    }
  }

  @Test
  void aFloodOfConnectionsThatAreResetLeavesNothingBehind() throws Exception {
    try (HttpTransport transport = open(Limits.defaults())) {
      List<String> beginnings = List.of("", "P", HEAD, HEAD + "Content-Length: 9\r\n\r\nx", POST);
      for (int i = 0; i < FLOOD; i++) {
        RawConnection connection = new RawConnection(transport.port(), "127.0.0." + (2 + i % 4));
        connection.say(beginnings.get(i % beginnings.size())).reset();
        if (i % 100 == 0) {
          assertThat(answer(transport, "127.0.0.1")).isEqualTo(202);
        }
      }

      // Each address can have its whole share again once none of the others is counted any more.
      for (int i = 0; i < 4 * Limit.SERVER_CONNECTIONS_PER_ADDRESS.defaultValue(); ) {
        if (join(transport, "127.0.0." + (2 + i % 4)).say(POST).status() == 202) {
          i++;
        }
      }
    }
  }

  private RawConnection join(HttpTransport transport, String from) throws Exception {
    RawConnection connection = new RawConnection(transport.port(), from);
    crowd.add(connection);
    return connection;
  }

  private static int answer(HttpTransport transport, String from) throws Exception {
    try (RawConnection good = new RawConnection(transport.port(), from)) {
      return good.say(POST).status();
    }
  }

  private static HttpTransport open(Limits limits) {
    HttpTransport transport = HttpTransport.builder(ANY_PORT).limits(limits).listen();
    transport.start(packed -> Receipt.of(Receipt.Kind.ACCEPTED));
    return transport;
  }
}
