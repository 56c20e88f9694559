package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.entente.connection.Connection;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolver;
import org.entente.did.DidService;
import org.entente.did.PeerDid;
import org.entente.did.ServiceEndpoint;
import org.entente.did.VerificationMethod;
import org.entente.message.Invitation;
import org.entente.transport.inmemory.InMemoryNetwork;
import org.junit.jupiter.api.Test;

/** Look-ups that do not come back, on threads of a real driver. */
class SlowLookUpTest {
  private final CountDownLatch answered = new CountDownLatch(1);

  /** Answers this test at once, and the agent's own threads when told to. */
  private final class Slow implements DidResolver {
    private final Thread test = Thread.currentThread();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final DidDocument keys =
        PeerDid.resolve(new TestPeer(new SecureRandom(), "memory://slow").did());

    @Override
    public Set<String> methods() {
      return Set.of("example");
    }

    @Override
    public boolean isOffline() {
      return false;
    }

    @Override
    public DidDocument resolve(Did did) {
      if (Thread.currentThread() != test) {
        asked.countDown();
        await(answered);
      }
      ServiceEndpoint endpoint = new ServiceEndpoint("memory://slow", List.of(), List.of());
      return DidDocument.builder(did)
          .keyAgreement(keys.keyAgreement().toArray(VerificationMethod[]::new))
          .service(new DidService("#service", DidService.DIDCOMM_MESSAGING, List.of(endpoint)))
          .build();
    }
  }

  @Test
  void holdUpNobodyElse() {
    Slow slow = new Slow();
    InMemoryNetwork network = new InMemoryNetwork();
    try (Agent alice = Agent.builder("alice").transport(network.join("alice")).build();
        Agent bob = Agent.builder("bob").transport(network.join("bob")).resolver(slow).build()) {
      try {
        for (int i = 0; i < 8 * Runtime.getRuntime().availableProcessors(); i++) {
          Did did = new Did("did:example:" + i);
          var unused =
              bob.connections()
                  .accept(Invitation.builder(UUID.randomUUID().toString(), did).build());
        }
        await(slow.asked);

        Connection toAlice =
            bob.connections().accept(alice.connections().invite("quick").invitation());
        Connection established =
            bob.connections().awaitEstablished(toAlice.id(), Duration.ofMinutes(1));

        assertThat(established.isEstablished()).isTrue();
        assertThat(answered.getCount()).isEqualTo(1);
      } finally {
        answered.countDown();
      }
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
