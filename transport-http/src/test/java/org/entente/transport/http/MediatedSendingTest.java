package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.entente.Agent;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionNotEstablishedException;
import org.entente.did.Did;
import org.entente.envelope.KeyRing;
import org.entente.message.Invitation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A mediator's address is judged as any other. */
class MediatedSendingTest {
  private static final URI OURS = URI.create("https://us.example/");

  private final HostileServer server =
      HostileServer.saying("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
  private final Did mediator = new KeyRing().newPeerDid(server.endpoint());
  private final Invitation invitation =
      Invitation.builder(
              UUID.randomUUID().toString(), new KeyRing().newPeerDid(URI.create(mediator.value())))
          .build();

  MediatedSendingTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void aMessageForAPeerBehindAMediatorIsPostedToTheMediator() throws Exception {
    EndpointPolicy policy = EndpointPolicy.strict().allowHttp().allowLoopback();
    try (Agent agent = agent(policy)) {
      var unused = agent.connections().accept(invitation);

      String request = server.requests().poll(30, TimeUnit.SECONDS);

      assertThat(request)
          .startsWith("POST /didcomm HTTP/1.1\r\n")
          .contains("\"kid\":\"" + mediator + "#key-1\"")
          .doesNotContain(invitation.from().value());
    }
  }

  @Test
  void aMediatorAtAnAddressThatIsNotAllowedIsNotConnectedTo() {
    try (Agent agent = agent(EndpointPolicy.strict().allowHttp())) {
      Connection connection = agent.connections().accept(invitation);

      assertThatExceptionOfType(ConnectionNotEstablishedException.class)
          .isThrownBy(
              () -> agent.connections().awaitEstablished(connection.id(), Duration.ofSeconds(30)));

      assertThat(agent.connections().get(connection.id()).stopped()).isPresent();
      assertThat(server.requests()).isEmpty();
    }
  }

  private static Agent agent(EndpointPolicy policy) {
    return Agent.builder("us")
        .transport(HttpTransport.builder(OURS).endpointPolicy(policy).sendOnly())
        .build();
  }
}
