package org.entente.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolutionException;
import org.entente.did.DidResolver;
import org.entente.did.DidResolvers;
import org.entente.did.DidService;
import org.entente.did.PublicJwk;
import org.entente.did.ServiceEndpoint;
import org.entente.did.VerificationMethod;
import org.entente.envelope.KeyRing;
import org.entente.envelope.RoutingKey;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to a peer; its DID is did:example:peer. */
class EndpointsTest {
  private static final PublicJwk KEY =
      new KeyRing().keyManager().generate().agreement().publicKey();

  private final Book book = new Book();

  /** Knows the documents that a test puts into it, and what was looked up. */
  private static final class Book implements DidResolver {
    private final Map<Did, List<ServiceEndpoint>> endpoints = new HashMap<>();
    private final List<Did> lookedUp = new ArrayList<>();
    private long nanosEach;
    private long nanos;

    void put(String name, ServiceEndpoint... its) {
      endpoints.put(did(name), List.of(its));
    }

    DidDocument document(Did did) {
      return DidDocument.builder(did)
          .keyAgreement(new VerificationMethod(List.of("key-1"), KEY))
          .service(new DidService("#service", DidService.DIDCOMM_MESSAGING, endpoints.get(did)))
          .build();
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
      lookedUp.add(did);
      nanos += nanosEach;
      if (!endpoints.containsKey(did)) {
        throw new DidResolutionException(did, "it is not in the book");
      }
      return document(did);
    }
  }

  @Test
  void anEndpointIsReachedDirectly() {
    book.put("peer", at("https://peer.example/a"));

    assertThat(ways()).containsExactly("https://peer.example/a");
    assertThat(routes().get(0).isDirect()).isTrue();
    assertThat(book.lookedUp).isEmpty();
  }

  @Test
  void allEndpointsOfOurSchemesAreWaysInTheirOrder() {
    book.put(
        "peer",
        at("wss://peer.example"),
        at("HTTP://one.example"),
        at("mailto:peer@example.com"),
        at("https://two.example"));

    assertThat(ways()).containsExactly("HTTP://one.example", "https://two.example");
  }

  @Test
  void routingKeysAreTakenInTheirOrderAndAsTheyAreWritten() {
    book.put("m1");
    book.put("m2");
    book.put("peer", at("https://m1.example", "did:example:m1#key-1", "did:example:m2"));

    assertThat(ways()).containsExactly("https://m1.example did:example:m1#key-1 did:example:m2");
    assertThat(routes().get(0).isDirect()).isFalse();
  }

  @Test
  void aDidAsEndpointLeadsToItsOwnEndpoint() {
    book.put("m", at("https://m.example"));
    book.put("peer", at("did:example:m"));

    assertThat(ways()).containsExactly("https://m.example did:example:m");
  }

  @Test
  void slowMediatorsDoNotKeepAGoodEndpointFromBeingFound() {
    book.nanosEach = TimeUnit.SECONDS.toNanos(3);
    for (String name : List.of("m1", "m2", "m3")) {
      book.put(name);
    }
    book.put(
        "peer",
        at("did:example:m1"),
        at("did:example:m2"),
        at("did:example:m3"),
        at("https://peer.example"));

    assertThat(ways()).containsExactly("https://peer.example");
    assertThat(book.lookedUp).hasSize(2);
  }

  @Test
  void whenMediatorsAreTooSlowItMayBeTriedLater() {
    book.nanosEach = TimeUnit.SECONDS.toNanos(3);
    book.put("m1");
    book.put("m2");
    book.put("m3", at("https://m3.example"));
    book.put("peer", at("did:example:m1"), at("did:example:m2"), at("did:example:m3"));

    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(this::ways)
        .matches(DidResolutionException::isTemporary)
        .withMessageContaining("takes too long");
  }

  @Test
  void theMediatorsComeInTheOrderInWhichTheMessagePassesThem() {
    book.put("outer");
    book.put("m", at("https://outer.example", "did:example:outer#key-1"));
    book.put("inner");
    book.put("peer", at("did:example:m", "did:example:inner#key-1"));

    assertThat(ways())
        .containsExactly(
            "https://outer.example did:example:outer#key-1 did:example:m did:example:inner#key-1");
  }

  @Test
  void allEndpointsOfAMediatorAreWays() {
    book.put("m", at("https://one.example"), at("wss://two.example"), at("http://three.example"));
    book.put("peer", at("did:example:m"), at("https://peer.example"));

    assertThat(ways())
        .containsExactly(
            "https://one.example did:example:m",
            "http://three.example did:example:m",
            "https://peer.example");
  }

  @Test
  void whatLeadsNowhereIsLeftOut() {
    book.put(
        "peer",
        at("did:example:unknown"),
        at("https://m.example", "did:example:unknown#key-1"),
        at("did:example:peer"),
        at("https://peer.example"));

    assertThat(ways()).containsExactly("https://peer.example");
  }

  @Test
  void aDidThatIsItsOwnEndpointIsRefused() {
    book.put("peer", at("did:example:peer"));

    assertRefused("it has itself for an endpoint");
    assertThat(book.lookedUp).isEmpty();
  }

  @Test
  void aMediatorThatIsItsOwnEndpointIsRefused() {
    book.put("m", at("did:example:m"));
    book.put("peer", at("did:example:m"));

    assertRefused("its mediator has itself for an endpoint");
  }

  @Test
  void aMediatorThatLeadsBackIsRefused() {
    book.put("m", at("did:example:peer"));
    book.put("peer", at("did:example:m"));

    assertRefused("its mediators lead in a circle");
    assertThat(book.lookedUp).hasSize(1);
  }

  @Test
  void aMediatorBehindAMediatorIsRefused() {
    book.put("m2", at("https://m2.example"));
    book.put("m1", at("did:example:m2"));
    book.put("peer", at("did:example:m1"));

    assertRefused("its endpoint leads through more DIDs than 1");
    assertThat(book.lookedUp).containsExactly(did("m1"));
  }

  @Test
  void aChainOfTwentyIsNotFollowed() {
    for (int i = 0; i < 20; i++) {
      book.put("m" + i, at("did:example:m" + (i + 1)));
    }
    book.put("m20", at("https://m20.example"));
    book.put("peer", at("did:example:m0"));

    assertRefused("its endpoint leads through more DIDs than 1");
    assertThat(book.lookedUp).hasSize(1);
  }

  @Test
  void howManyDidsAreFollowedIsForTheUserToSay() {
    book.put("m2", at("https://m2.example"));
    book.put("m1", at("did:example:m2"));
    book.put("peer", at("did:example:m1"));

    assertThat(ways(endpoints(Limits.defaults().with(Limit.ENDPOINT_DID_HOPS, 2))))
        .containsExactly("https://m2.example did:example:m2 did:example:m1");

    book.put("peer", at("did:example:m2"));
    assertRefused(
        endpoints(Limits.defaults().with(Limit.ENDPOINT_DID_HOPS, 0)),
        "its endpoint leads through more DIDs than 0");
  }

  @Test
  void aCircleIsFoundHoweverManyDidsMayBeFollowed() {
    book.put("m1", at("did:example:m2"));
    book.put("m2", at("did:example:m1"));
    book.put("peer", at("did:example:m1"));

    assertRefused(
        endpoints(Limits.defaults().with(Limit.ENDPOINT_DID_HOPS, 100)),
        "its mediators lead in a circle");
    assertThat(book.lookedUp).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"wss://m.example", "m.example", "https://m .example", "did:example:m#key-1"})
  void aMediatorNeedsAnEndpointThatWeCanSendTo(String endpoint) {
    book.put("m", at(endpoint));
    book.put("peer", at("did:example:m"));

    assertRefused("its mediator has no endpoint that can be reached by http or https");
  }

  @Test
  void aMediatorNeedsAService() {
    book.put("m");
    book.put("peer", at("did:example:m"));

    assertRefused("its mediator has no service for DIDComm v2 messages");
  }

  @Test
  void aMediatorHasToBeKnown() {
    book.put("peer", at("did:example:unknown"));
    assertRefused("a mediator of it cannot be used: cannot resolve did:example:unknown");

    book.put("peer", at("https://m.example", "did:other:m#key-1"));
    assertRefused("there is no resolver for its method");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "#key-1", "did:example:", "https://m.example"})
  void aRoutingKeyHasToBeOne(String routingKey) {
    book.put("peer", at("https://m.example", routingKey));

    assertRefused("a routing key of it is no DID and no key id");
  }

  @Test
  void aRoutingKeyHasToBeInItsDocument() {
    book.put("m");
    book.put("peer", at("https://m.example", "did:example:m#key-2"));

    assertRefused("it has no key of the routing key's name to encrypt to");
  }

  @Test
  void eightMediatorsAreTheMost() {
    book.put("m");
    book.put("peer", at("https://m.example", times("did:example:m#key-1", 8)));
    assertThat(routes().get(0).routingKeys()).hasSize(8);

    book.put("peer", at("https://m.example", times("did:example:m#key-1", 9)));
    assertRefused("would pass more mediators than 8");

    book.put("m", at("https://m.example"));
    book.put("peer", at("did:example:m", times("did:example:m#key-1", 7)));
    assertThat(routes().get(0).routingKeys()).hasSize(8);

    book.put("peer", at("did:example:m", times("did:example:m#key-1", 8)));
    assertRefused("would pass more mediators than 8");
  }

  @Test
  void aDocumentThatNamesManyMediatorsDoesNotHaveThemAllLookedUp() {
    ServiceEndpoint[] many =
        IntStream.range(0, 100)
            .mapToObj(i -> at("did:example:m" + i))
            .toArray(ServiceEndpoint[]::new);
    book.put("peer", many);

    assertRefused("it names more mediators than 16");
    assertThat(book.lookedUp).hasSize(16);
  }

  @Test
  void oneMediatorIsLookedUpOnce() {
    book.put("m", at("https://m.example"));
    book.put(
        "peer",
        at("did:example:m"),
        at("https://m.example", "did:example:m#key-1", "did:example:m"));

    assertThat(routes()).hasSize(2);
    assertThat(book.lookedUp).hasSize(1);
  }

  @Test
  void allObstaclesAreTold() {
    book.put("peer", at("wss://peer.example"), at("did:example:peer"), at("wss://other.example"));

    assertRefused(
        "it has no endpoint that can be reached by http or https; it has itself for an endpoint");
  }

  private void assertRefused(String reason) {
    assertRefused(endpoints(Limits.defaults()), reason);
  }

  private void assertRefused(Endpoints endpoints, String reason) {
    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(() -> endpoints.of(book.document(did("peer"))))
        .withMessageStartingWith("cannot resolve did:example:peer: ")
        .withMessageContaining(reason);
  }

  private List<Route> routes() {
    return endpoints(Limits.defaults()).of(book.document(did("peer")));
  }

  private List<String> ways() {
    return ways(endpoints(Limits.defaults()));
  }

  /** Each way as its endpoint and routing keys. */
  private List<String> ways(Endpoints endpoints) {
    return endpoints.of(book.document(did("peer"))).stream()
        .map(
            route -> {
              List<String> parts = new ArrayList<>(List.of(route.endpoint().toString()));
              route.routingKeys().stream().map(RoutingKey::id).forEach(parts::add);
              return String.join(" ", parts);
            })
        .toList();
  }

  private Endpoints endpoints(Limits limits) {
    return new Endpoints(
        Set.of("https", "http"), DidResolvers.of(List.of(book)), limits, () -> book.nanos);
  }

  private static Did did(String name) {
    return new Did("did:example:" + name);
  }

  private static ServiceEndpoint at(String uri, String... routingKeys) {
    return new ServiceEndpoint(uri, List.of(routingKeys), List.of());
  }

  private static String[] times(String routingKey, int count) {
    String[] all = new String[count];
    Arrays.fill(all, routingKey);
    return all;
  }
}
