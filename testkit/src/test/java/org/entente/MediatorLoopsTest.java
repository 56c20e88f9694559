package org.entente;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
import org.entente.json.Base64Url;
import org.entente.message.InvalidInvitationException;
import org.entente.message.Invitation;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * DIDs as endpoints that lead nowhere (threat model S43): nothing is ever sent, and one sees why.
 */
class MediatorLoopsTest {
  private final World world = new World();
  private final TestPeer peer = new TestPeer(world.random(), "memory://peer");
  private final Book book = new Book(PeerDid.resolve(peer.did()));
  private final Party bob = world.party("bob", settings -> settings.resolver(book));

  @AfterEach
  void close() {
    world.close();
  }

  /** Everybody in it has the same keys, and the endpoint that a test gives them. */
  private static final class Book implements DidResolver {
    private final DidDocument keys;
    private final Map<Did, ServiceEndpoint> endpoints = new HashMap<>();

    Book(DidDocument keys) {
      this.keys = keys;
    }

    void put(String name, String uri, String... routingKeys) {
      endpoints.put(did(name), new ServiceEndpoint(uri, List.of(routingKeys), List.of()));
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
      ServiceEndpoint endpoint = endpoints.get(did);
      if (endpoint == null) {
        throw new DidResolutionException(did, "it is not in the book");
      }
      return DidDocument.builder(did)
          .keyAgreement(keys.keyAgreement().toArray(VerificationMethod[]::new))
          .authentication(keys.authentication().toArray(VerificationMethod[]::new))
          .service(new DidService("#service", DidService.DIDCOMM_MESSAGING, List.of(endpoint)))
          .build();
    }
  }

  /** What the peer's document says, and what is told of it. */
  static Stream<Arguments> dead() {
    return Stream.of(
        Arguments.of("did:example:peer", List.of(), "it has itself for an endpoint"),
        Arguments.of("did:example:back", List.of(), "its mediators lead in a circle"),
        Arguments.of("did:example:self", List.of(), "its mediator has itself for an endpoint"),
        Arguments.of("did:example:m1", List.of(), "its endpoint leads through more DIDs than 1"),
        Arguments.of("did:example:far", List.of(), "its mediator has no endpoint"),
        Arguments.of("did:example:nobody", List.of(), "a mediator of it cannot be used"),
        Arguments.of("memory://m", List.of("did:example:nobody#key-1"), "it is not in the book"),
        Arguments.of("memory://m", List.of("did:example:m1#key-7"), "no key of the routing key's"),
        Arguments.of("memory://m", List.of("did:example:m1#key-2"), "no key of the routing key's"),
        Arguments.of("memory://m", List.of("nonsense"), "a routing key of it is no DID"));
  }

  @ParameterizedTest
  @MethodSource("dead")
  void anInvitationOfAPeerThatCannotBeReachedIsRefused(
      String uri, List<String> routingKeys, String reason) {
    fillBook();
    book.put("peer", uri, routingKeys.toArray(String[]::new));
    Invitation invitation = Invitation.builder(world.id(), did("peer")).build();

    assertThatExceptionOfType(InvalidInvitationException.class)
        .isThrownBy(() -> bob.connections().accept(invitation))
        .withMessageContaining(reason);

    assertThat(Oracles.all(bob)).isEmpty();
    assertNothingSent();
  }

  @ParameterizedTest
  @MethodSource("dead")
  void aConnectionWhosePeerCannotBeReachedAnyMoreSaysWhy(
      String uri, List<String> routingKeys, String reason) {
    fillBook();
    book.put("peer", "memory://peer");
    Connection accepted =
        bob.connections().accept(Invitation.builder(world.id(), did("peer")).build());
    book.put("peer", uri, routingKeys.toArray(String[]::new));

    world.run();

    assertThat(bob.now(accepted).state()).isEqualTo(ConnectionState.CONNECTION_REQUEST_PENDING);
    assertThat(bob.now(accepted).stopped())
        .hasValueSatisfying(stopped -> assertThat(stopped.reason()).contains(reason));
    assertThat(bob.now(accepted).lastFailure())
        .hasValueSatisfying(failure -> assertThat(failure).contains(reason));
    assertNothingSent();
  }

  @Test
  void aStrangersDidThatNestsOthersIsNotFollowed() {
    Connection invited = bob.connections().invite();
    TestPeer stranger = TestPeer.withService(world.random(), service(nested()));

    assertThat(bob.receive(stranger.auth(stranger.request("r1", invited.invitation()))))
        .isEqualTo(Receipt.Kind.ACCEPTED);
    world.run();

    assertThat(bob.now(invited).state()).isEqualTo(ConnectionState.CONNECTION_RESPONSE_PENDING);
    assertThat(bob.now(invited).stopped())
        .hasValueSatisfying(
            stopped ->
                assertThat(stopped.reason())
                    .contains("its endpoint leads through more DIDs than 1"));
    assertNothingSent();
  }

  /** As many did:peer inside one another as one endpoint can hold. */
  private static String nested() {
    String uri = "memory://end";
    int depth = 0;
    for (String next = uri; next.length() <= 2048; depth++) {
      uri = next;
      next =
          "did:peer:2.Ez6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc.S"
              + Base64Url.encode(service(next).getBytes(US_ASCII));
    }
    assertThat(depth).isGreaterThan(4);
    return uri;
  }

  private static String service(String uri) {
    return "{\"t\":\"dm\",\"s\":{\"uri\":\"" + uri + "\"}}";
  }

  private void fillBook() {
    book.put("back", "did:example:peer");
    book.put("self", "did:example:self");
    book.put("far", "https://far.example");
    for (int i = 1; i <= 20; i++) {
      book.put("m" + i, "did:example:m" + (i + 1));
    }
    book.put("m21", "memory://end");
  }

  private void assertNothingSent() {
    assertThat(bob.tap().endpoints()).isEmpty();
  }

  private static Did did(String name) {
    return new Did("did:example:" + name);
  }
}
