package org.entente.did;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.entente.Vectors;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** did:peer numalgo 4: made, resolved, and refused (wire of Peer DID Method 1.0; S44). */
class PeerDid4Test {
  private static final Random RANDOM = new Random(4);
  private static final PublicJwk X25519 = PeerDids.key(Curve.X25519, RANDOM);
  private static final PublicJwk P256 = PeerDids.key(Curve.P256, RANDOM);
  private static final PublicJwk ED25519 = PeerDids.key(Curve.ED25519, RANDOM);
  private static final URI ENDPOINT = URI.create("https://alice.example/didcomm");
  private static final JsonObject INPUT =
      Vectors.read("did-peer/numalgo4.json").getObject("inputDocument");

  @Test
  void keysAndEndpointsMakeADidThatResolvesToThem() {
    Did did = did().create();

    DidDocument document = PeerDid.resolve(did);

    assertThat(document.id()).isEqualTo(did);
    assertThat(document.alsoKnownAs()).containsExactly(PeerDid.canonical(did));
    assertThat(document.findKeyAgreement("key-1").flatMap(VerificationMethod::key))
        .contains(X25519);
    assertThat(document.findKeyAgreement("key-2").flatMap(VerificationMethod::key)).contains(P256);
    assertThat(document.findAuthentication("key-3").flatMap(VerificationMethod::key))
        .contains(ED25519);
    assertThat(document.didCommEndpoints())
        .containsExactly(
            new ServiceEndpoint(ENDPOINT.toString(), List.of(), List.of("didcomm/v2")));
    assertThat(document.verificationMethods().get(0).controller()).contains(did);
  }

  @Test
  void theSameCallsMakeTheSameDid() {
    assertThat(did().create()).isEqualTo(did().create());
    assertThat(did().authentication(P256).create()).isNotEqualTo(did().create());
  }

  @Test
  void aKeyThatDoesNotFitItsUseIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> PeerDid.builder().keyAgreement(ED25519));
    assertThatIllegalArgumentException().isThrownBy(() -> PeerDid.builder().authentication(X25519));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeerDid.builder().endpoint(ENDPOINT).create())
        .withMessageContaining("key");
  }

  @Test
  void aDocumentThatNamesItsOwnDidOrHasAbsoluteIdsIsRefused() {
    JsonObject method = INPUT.objects("verificationMethod").get(0);
    String absolute = "did:example:alice#key-1";

    refusesToCreate(with(INPUT, "id", "did:example:alice"));
    refusesToCreate(with(INPUT, "keyAgreement", List.of(absolute)));
    refusesToCreate(with(INPUT, "verificationMethod", List.of(with(method, "id", absolute))));
    refusesToCreate(with(INPUT, "verificationMethod", List.of(method.without(Set.of("id")))));
    refusesToCreate(with(INPUT, "service", 7));
    refusesToCreate(with(INPUT, "verificationMethod", List.of(method, method)));
  }

  @Test
  void aDocumentThatIsTooLargeIsRefused() {
    String filler = "x".repeat(9000);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeerDid.create(with(INPUT, "filler", filler)))
        .withMessageContaining("too large");
  }

  @Test
  void aDocumentWithTooManyKeysIsRefused() {
    PeerDidBuilder sixteen = PeerDid.builder();
    for (int i = 0; i < 16; i++) {
      sixteen.keyAgreement(PeerDids.key(Curve.P256, RANDOM));
    }

    assertThat(PeerDid.resolve(sixteen.create()).keyAgreement()).hasSize(16);
    assertThatIllegalArgumentException()
        .isThrownBy(sixteen.keyAgreement(PeerDids.key(Curve.P256, RANDOM))::create)
        .withMessageContaining("too many keys");
  }

  @Test
  void everyCharacterOfALongFormCounts() {
    String text = did().create().value();
    int refused = 0;
    for (int i = "did:peer:4".length(); i < text.length(); i++) {
      for (char c : new char[] {'1', 'z', 'Q', '0', ':', '.'}) {
        StringBuilder mutated = new StringBuilder(text);
        mutated.setCharAt(i, c);
        if (!mutated.toString().equals(text)) {
          assertRefused(mutated.toString());
          refused++;
        }
      }
      assertRefused(text.substring(0, i));
      assertRefused(text.substring(0, i) + text.charAt(i) + text.substring(i));
    }
    assertThat(refused).isGreaterThan(2000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "7", "{", "{}}", "{\"id\":\"did:peer:4z\"}", "{\"keyAgreement\":7}"})
  void aDocumentThatIsNoneIsRefusedAlthoughItsHashFits(String json) {
    byte[] text = json.getBytes(UTF_8);
    byte[] prefixed = new byte[text.length + 2];
    prefixed[0] = (byte) 0x80;
    prefixed[1] = 4;
    System.arraycopy(text, 0, prefixed, 2, text.length);

    assertRefused(longForm(prefixed));
  }

  @Test
  void aDocumentOfAnotherCodecIsRefusedAlthoughItsHashFits() {
    assertRefused(longForm("{}".getBytes(UTF_8)));
    assertRefused(longForm(new byte[] {(byte) 0x80, 5, '{', '}'}));
    assertRefused(longForm(new byte[0]));
  }

  @Test
  void aShortFormSaysNothingByItself() {
    Did shortForm = PeerDid.canonical(did().create());

    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(() -> PeerDid.resolve(shortForm))
        .withMessageContaining("long form has not been seen");
  }

  @Test
  void aShortFormIsNotResolvedWithAnothersLongForm() {
    Did another = PeerDid.builder().keyAgreement(P256).create();

    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(() -> PeerDid.resolve(PeerDid.canonical(did().create()), another));
  }

  @Test
  void itsKeysHaveOneNameForAgentsOfEveryProfile() {
    VerificationMethod method = PeerDid.resolve(did().create()).keyAgreement().get(0);

    for (Profile profile : Profile.values()) {
      assertThat(method.fragment(profile)).isEqualTo("key-1");
    }
  }

  @Test
  void oneServiceMayHaveSeveralEndpointsAndOneKeySeveralUses() {
    ServiceEndpoint mediated =
        new ServiceEndpoint("did:example:mediator", List.of("did:example:m#1"), List.of());
    ServiceEndpoint direct =
        new ServiceEndpoint(ENDPOINT.toString(), List.of(), List.of("didcomm/v2"));
    Did did =
        PeerDid.builder()
            .key(
                ED25519,
                VerificationRelationship.AUTHENTICATION,
                VerificationRelationship.ASSERTION_METHOD)
            .endpoint(ENDPOINT)
            .service(mediated, direct)
            .create();

    DidDocument document = PeerDid.resolve(did);

    assertThat(document.didCommEndpoints()).containsExactly(direct, mediated, direct);
    assertThat(document.services())
        .extracting(DidService::id)
        .containsExactly("#service", "#service-1");
    assertThat(document.verificationMethods(VerificationRelationship.ASSERTION_METHOD))
        .isEqualTo(document.authentication())
        .hasSize(1);
    assertThatIllegalArgumentException().isThrownBy(() -> PeerDid.builder().service());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeerDid.builder().endpoint(URI.create("https://me@example.com")));
  }

  @Test
  void whiteSpaceAndUnknownMembersOfAPeersDocumentAreTaken() {
    Did did =
        PeerDids.numalgo4(
            "{ \"x\": [ 1 ],\n \"keyAgreement\": [{\"id\":\"#a\",\"type\":\"Multikey\","
                + "\"controller\":\"did:example:b\",\"publicKeyMultibase\":\""
                + X25519.multibase()
                + "\"}]}");

    DidDocument document = PeerDid.resolve(did);

    VerificationMethod method = document.findKeyAgreement("a").orElseThrow();
    assertThat(method.key()).contains(X25519);
    assertThat(method.controller()).contains(new Did("did:example:b"));
    assertThat(document.toJson().value("x")).isEqualTo(List.of(1L));
  }

  @Test
  void aDidMayBeAsLongAsDidsMayBeAndNotLonger() {
    Did longest = PeerDid.create(ofSize(5_953));
    assertThat(longest.value().length()).isBetween(8_191, 8_192);
    assertThat(PeerDid.resolve(longest).id()).isEqualTo(longest);

    for (int tooLarge : new int[] {5_955, 8_193, 200_000}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PeerDid.create(ofSize(tooLarge)))
          .withMessageContaining("8192");
    }
  }

  private static PeerDidBuilder did() {
    return PeerDid.builder().keyAgreement(X25519, P256).authentication(ED25519).endpoint(ENDPOINT);
  }

  private static JsonObject ofSize(int bytes) {
    return JsonObject.builder().put("x", "y".repeat(bytes - 8)).build();
  }

  private static String longForm(byte[] document) {
    String encoded = 'z' + Base58.encode(document);
    return "did:peer:4" + Multihash.of(encoded) + ':' + encoded;
  }

  private static void refusesToCreate(JsonObject input) {
    assertThatIllegalArgumentException().isThrownBy(() -> PeerDid.create(input));
  }

  private static void assertRefused(String text) {
    Did.parse(text)
        .ifPresent(
            did ->
                assertThatExceptionOfType(DidResolutionException.class)
                    .isThrownBy(() -> PeerDid.resolve(did)));
  }

  private static JsonObject with(JsonObject json, String name, Object value) {
    return JsonObject.builder().putAll(json).put(name, value).build();
  }
}
