package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.entente.Agent;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionState;
import org.entente.envelope.KeyRing;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.message.BasicMessage;
import org.entente.message.Invitation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hundred peers that take connections and never answer, and one that does. */
@Timeout(120)
class BlackHolesTest {
  private static final int HOLES = 100;
  private static final int MESSAGES = 50;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Agent us = agent("us");
  private final Agent live = agent("live");

  @AfterEach
  void close() throws Exception {
    us.close(Duration.ZERO);
    live.close(Duration.ZERO);
    for (AutoCloseable socket : opened) {
      socket.close();
    }
  }

  @Test
  void theyHoldUpNoMessageToTheLivePeer() throws Exception {
    List<Connection> hanging = new ArrayList<>();
    for (int i = 0; i < HOLES; i++) {
      ServerSocket hole = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      opened.add(hole);
      hanging.add(us.connections().accept(invitation(hole)));
      Socket requestThatHangs = hole.accept();
      opened.add(requestThatHangs);
    }
    CountDownLatch arrived = new CountDownLatch(MESSAGES);
    live.messages().onReceived(BasicMessage.KIND, (from, text) -> arrived.countDown());

    Connection toLive = us.connections().accept(live.connections().invite().invitation());
    us.connections().awaitEstablished(toLive.id(), Duration.ofSeconds(60));
    IntStream.range(0, MESSAGES)
        .forEach(i -> us.messages().send(toLive.id(), new BasicMessage("message " + i)));
    SendingTest.await(arrived);

    assertThat(hanging)
        .extracting(connection -> us.connections().get(connection.id()))
        .allMatch(now -> now.state() == ConnectionState.CONNECTION_REQUEST_PENDING)
        .allMatch(now -> now.attempts() == 0);
  }

  private static Invitation invitation(ServerSocket hole) {
    URI endpoint = URI.create("http://127.0.0.1:" + hole.getLocalPort() + "/");
    return Invitation.builder(UUID.randomUUID().toString(), new KeyRing().newPeerDid(endpoint))
        .build();
  }

  /** Patient, so that no request ends before the test does. */
  private static Agent agent(String name) {
    return Agent.builder(name)
        .transport(
            HttpTransport.builder(URI.create("http://127.0.0.1:0/" + name))
                .endpointPolicy(EndpointPolicy.strict().allowHttp().allowLoopback())
                .limits(Limits.defaults().with(Limit.SEND_SECONDS, 120))
                .listen())
        .build();
  }
}
