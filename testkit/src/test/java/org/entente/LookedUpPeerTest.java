package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionState;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolutionException;
import org.entente.did.DidResolver;
import org.entente.did.DidService;
import org.entente.did.PeerDid;
import org.entente.did.ServiceEndpoint;
import org.entente.did.VerificationMethod;
import org.entente.message.InvalidInvitationException;
import org.entente.message.Invitation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Peers and mediators whose DIDs are looked up in a network that fails now and then. */
class LookedUpPeerTest {
  private static final Did PEER = new Did("did:example:peer");
  private static final Did MEDIATOR = new Did("did:example:mediator");

  private final World world = new World();
  private final Directory directory =
      new Directory(PeerDid.resolve(new TestPeer(world.random(), "memory://peer").did()));
  private final Party bob = world.party("bob", settings -> settings.resolver(directory));
  private final Invitation invitation = Invitation.builder(world.id(), PEER).build();

  @AfterEach
  void close() {
    world.close();
  }

  /** Everybody in it has the same keys, and the endpoint that a test gives them. */
  private static final class Directory implements DidResolver {
    private final DidDocument keys;
    private final Map<Did, String> endpoints = new HashMap<>();
    private boolean isDown;

    Directory(DidDocument keys) {
      this.keys = keys;
    }

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
      if (isDown) {
        throw DidResolutionException.temporary(did, "nobody answers");
      }
      ServiceEndpoint endpoint = new ServiceEndpoint(endpoints.get(did), List.of(), List.of());
      return DidDocument.builder(did)
          .keyAgreement(keys.keyAgreement().toArray(VerificationMethod[]::new))
          .service(new DidService("#service", DidService.DIDCOMM_MESSAGING, List.of(endpoint)))
          .build();
    }
  }

  @Test
  void aPeerThatCannotBeLookedUpNowIsTriedAgain() {
    directory.endpoints.put(PEER, "memory://peer");

    assertTriedAgainAfterAnOutage(invitation);
  }

  @Test
  void aPeerWhoseMediatorCannotBeLookedUpNowIsTriedAgain() {
    TestPeer behind =
        TestPeer.withService(
            world.random(), "{\"t\":\"dm\",\"s\":{\"uri\":\"" + MEDIATOR.value() + "\"}}");
    directory.endpoints.put(MEDIATOR, "memory://mediator");

    assertTriedAgainAfterAnOutage(Invitation.builder(world.id(), behind.did()).build());
  }

  @Test
  void anInvitationOfAPeerThatCannotBeLookedUpNowCanBeAcceptedLater() {
    directory.endpoints.put(PEER, "memory://peer");
    directory.isDown = true;

    assertThatExceptionOfType(InvalidInvitationException.class)
        .isThrownBy(() -> bob.connections().accept(invitation))
        .withMessageContaining("nobody answers");
    assertThat(Oracles.all(bob)).isEmpty();

    directory.isDown = false;
    assertThat(bob.connections().accept(invitation).theirDid()).contains(PEER);
  }

  private void assertTriedAgainAfterAnOutage(Invitation accepted) {
    Connection connection = bob.connections().accept(accepted);
    directory.isDown = true;

    world.pass(Duration.ofMinutes(1));

    assertThat(bob.now(connection).state()).isEqualTo(ConnectionState.CONNECTION_REQUEST_PENDING);
    assertThat(bob.now(connection).stopped()).isEmpty();
    assertThat(bob.now(connection).attempts()).isGreaterThan(1);
    assertThat(bob.now(connection).lastFailure())
        .hasValueSatisfying(failure -> assertThat(failure).contains("nobody answers"));
    assertThat(bob.tap().endpoints()).isEmpty();

    directory.isDown = false;
    world.pass(Duration.ofMinutes(10));

    assertThat(bob.tap().endpoints()).isNotEmpty();
  }
}
