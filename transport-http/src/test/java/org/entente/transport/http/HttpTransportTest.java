package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.testkit.TransportContract;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.entente.transport.Transport;
import org.entente.transport.TransportException;
import org.junit.jupiter.api.Test;

class HttpTransportTest extends TransportContract {
  private static final URI ANY_PORT = URI.create("http://127.0.0.1:0/didcomm");

  @Override
  protected Transport open() {
    return HttpTransport.builder(ANY_PORT)
        .endpointPolicy(EndpointPolicy.strict().allowHttp().allowLoopback())
        .listen();
  }

  @Override
  protected Optional<Transport> openImpatient() {
    return Optional.of(
        HttpTransport.builder(ANY_PORT)
            .endpointPolicy(EndpointPolicy.strict().allowHttp().allowLoopback())
            .limits(Limits.defaults().with(Limit.SEND_SECONDS, 1))
            .listen());
  }

  @Test
  void aPortInUseIsAClearError() {
    try (HttpTransport first = HttpTransport.listen(0, ANY_PORT)) {
      int port = first.port();

      assertThatExceptionOfType(TransportException.class)
          .isThrownBy(() -> HttpTransport.listen(port, ANY_PORT))
          .withMessageContaining("port " + port);
    }
  }

  @Test
  void portZeroInTheEndpointStandsForTheOneThatWasBound() {
    try (HttpTransport transport = HttpTransport.listen(0, URI.create("http://localhost:0/a?b"))) {
      assertThat(transport.endpoint())
          .isEqualTo(URI.create("http://localhost:" + transport.port() + "/a?b"));
    }
  }

  @Test
  void aSendingOnlyTransportHasNoPort() {
    try (HttpTransport transport = HttpTransport.sendOnly(URI.create("https://a.example/x"))) {
      assertThat(transport.endpoint()).isEqualTo(URI.create("https://a.example/x"));
      assertThatIllegalStateException().isThrownBy(transport::port);
    }
  }

  @Test
  void behindAMediatorItsDidIsTheEndpointAndMessagesComeToOurPort() throws Exception {
    URI mediator = URI.create("did:example:mediator");
    try (HttpTransport root = HttpTransport.listen(0, mediator);
        HttpTransport path = HttpTransport.builder(mediator).path("/didcomm").listen();
        Transport sender = open()) {
      var unused = root.start(packed -> Receipt.of(Receipt.Kind.ACCEPTED));
      var unusedToo = path.start(packed -> Receipt.of(Receipt.Kind.ACCEPTED));

      assertThat(root.endpoint()).isEqualTo(mediator);
      for (String to :
          new String[] {
            "http://127.0.0.1:" + root.port(),
            "http://127.0.0.1:" + root.port() + "/",
            "http://127.0.0.1:" + path.port() + "/didcomm"
          }) {
        assertThat(
                sender
                    .send(URI.create(to), new byte[] {'{', '}'})
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS)
                    .kind())
            .as(to)
            .isEqualTo(Answer.Kind.ACCEPTED);
      }
    }
  }

  @Test
  void anEndpointThatNobodyCouldReachIsRefused() {
    for (String endpoint :
        new String[] {
          "ftp://a.example/",
          "http:a",
          "a",
          "http://u@a.example/",
          "http://a/#f",
          "did:a",
          "did:a:b#c"
        }) {
      assertThatIllegalArgumentException()
          .as(endpoint)
          .isThrownBy(() -> HttpTransport.builder(URI.create(endpoint)));
    }
  }
}
