package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is meant to do harm does none to others, is told off in a word, and leaves nothing. */
@Timeout(300)
class HostileRequestsTest {
  private static final String POST =
      String.join(
          "\r\n",
          "POST /didcomm HTTP/1.1",
          "Host: a",
          "Content-Type: application/didcomm-encrypted+json",
          "Content-Length: 4",
          "",
          "good");

  private static final int ATTACKERS = 4;
  private static final int CONNECTIONS_EACH = 8;

  private final AtomicBoolean othersAreDone = new AtomicBoolean();
  private final ExecutorService attackers = Executors.newFixedThreadPool(ATTACKERS);
  private final HttpTransport transport =
      HttpTransport.builder(URI.create("http://127.0.0.1:0/didcomm"))
          .limits(
              Limits.defaults()
                  .with(Limit.REQUEST_HEAD_SECONDS, 1)
                  .with(Limit.REQUEST_SECONDS, 2)
                  .with(Limit.SERVER_CONNECTIONS_PER_ADDRESS, ATTACKERS * CONNECTIONS_EACH))
          .listen();

  @AfterEach
  void close() {
    attackers.shutdownNow();
    transport.close();
  }

  static List<Attack> attacks() {
    return Attack.all().toList();
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void anAttackHarmsNobodyElse(Attack attack) throws Exception {
    transport.start(
        packed -> Receipt.of(packed.length == 4 ? Receipt.Kind.ACCEPTED : Receipt.Kind.MALFORMED));
    List<Future<List<String>>> answers = new ArrayList<>();
    for (int i = 0; i < ATTACKERS; i++) {
      answers.add(attackers.submit(carryingOut(attack)));
    }

    for (int i = 0; i < 10; i++) {
      assertThat(post("127.0.0.1")).isEqualTo(202);
    }
    assertThat(threads("entente-http-server")).isLessThanOrEqualTo(4);
    assertThat(threads("entente-http-worker")).isLessThanOrEqualTo(64);
    othersAreDone.set(true);

    Set<Integer> statuses = new HashSet<>();
    for (Future<List<String>> some : answers) {
      for (String answer : some.get(120, TimeUnit.SECONDS)) {
        assertThat(answer).doesNotContain("canary").matches("(?s)|HTTP/1.1 [0-9]{3} .*\r\n\r\n");
        statuses.add(answer.isEmpty() ? 0 : Integer.parseInt(answer.substring(9, 12)));
      }
    }
    assertThat(statuses).containsAnyElementsOf(attack.statuses());
    statuses.remove(0); // some find their share used up by connections that are about to end
    assertThat(attack.statuses()).containsAll(statuses);
    theAttackersCanHaveTheirWholeShareAgain();
  }

  private Callable<List<String>> carryingOut(Attack attack) {
    return () -> {
      List<String> answers = new ArrayList<>();
      do {
        List<RawConnection> connections = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS_EACH; i++) {
          connections.add(new RawConnection(transport.port(), "127.0.0.2"));
        }
        attack.on(connections);
        for (RawConnection connection : connections) {
          answers.add(connection.hearAll());
          connection.close();
        }
      } while (!othersAreDone.get());
      return answers;
    };
  }

  private void theAttackersCanHaveTheirWholeShareAgain() throws Exception {
    List<RawConnection> share = new ArrayList<>();
    try {
      for (int i = 0; i < ATTACKERS * CONNECTIONS_EACH; ) {
        RawConnection connection = new RawConnection(transport.port(), "127.0.0.2");
        share.add(connection);
        i += connection.say(POST).status() == 202 ? 1 : 0;
      }
    } finally {
      for (RawConnection connection : share) {
        connection.close();
      }
    }
  }

  private int post(String from) throws Exception {
    try (RawConnection connection = new RawConnection(transport.port(), from)) {
      return connection.say(POST).status();
    }
  }

  private static long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(name))
        .count();
  }
}
