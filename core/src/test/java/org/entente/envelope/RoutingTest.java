package org.entente.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.entente.did.Curve;
import org.entente.did.CurveArithmetic;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidKey;
import org.entente.did.DidResolutionException;
import org.entente.did.DidUrl;
import org.entente.did.OwnKey;
import org.entente.did.PeerDid;
import org.entente.did.Profile;
import org.entente.did.VerificationMethod;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.message.Forward;
import org.entente.message.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingTest {
  private static final Did BOB = newDid(new KeyRing());
  private static final byte[] PACKED =
      Envelopes.of(new KeyRing())
          .pack(Message.builder("1", Plaintexts.TYPE).to(BOB).build(), Packing.anoncrypt());

  private final KeyRing keys = new KeyRing();
  private final Envelopes mediators = Envelopes.of(keys);
  private final Routing routing = routing(Limits.defaults());

  @Test
  void withoutMediatorsNothingIsWrapped() {
    assertThat(routing.wrap(PACKED, BOB, List.of())).isSameAs(PACKED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void theForwardsAreOpenedInTheOrderOfTheRoutingKeys(int count) {
    List<KeyRing> rings = Stream.generate(KeyRing::new).limit(count).toList();
    List<RoutingKey> routingKeys =
        rings.stream().map(RoutingTest::newDid).map(RoutingTest::keyId).toList();

    byte[] packed = routing.wrap(PACKED, BOB, routingKeys);

    for (int i = 0; i < count; i++) {
      Unpacked unpacked = Envelopes.of(rings.get(i)).unpack(packed);
      Forward forward = Forward.read(unpacked.message());
      RoutingKey key = routingKeys.get(i);
      assertThat(unpacked.protection().recipient().map(DidUrl::toString)).contains(key.id());
      assertThat(unpacked.message().to()).containsExactly(key.mediator());
      assertThat(forward.next())
          .isEqualTo(i + 1 < count ? routingKeys.get(i + 1).id() : BOB.value());
      assertThat(forward.attachments()).hasSize(1);
      packed = forward.attachments().get(0);
    }
    assertThat(packed).isEqualTo(PACKED);
  }

  @Test
  void aForwardIsWhatTheSpecificationShowsAndNothingElse() {
    RoutingKey key = keyId(newDid());

    Unpacked unpacked = mediators.unpack(routing.wrap(PACKED, BOB, List.of(key)));

    JsonObject json = unpacked.message().toJson();
    assertThat(json.names()).containsExactly("id", "typ", "type", "to", "body", "attachments");
    assertThat(json.getObject("body").toJson()).isEqualTo("{\"next\":\"" + BOB + "\"}");
    JsonObject attachment = json.objects("attachments").get(0);
    assertThat(attachment.names()).containsExactly("id", "media_type", "data");
    assertThat(attachment.getObject("data").names()).containsExactly("json");
    assertThat(unpacked.protection().algorithms())
        .containsExactly("ECDH-ES+A256KW", "A256CBC-HS512");
    assertThat(unpacked.protection().author()).isEmpty();
  }

  @Test
  void anEnvelopeIsForTheRoutingKeyAloneUnderTheNameThatWasGiven() {
    Did did = twoKeys();
    String named =
        did.value() + "#" + PeerDid.resolve(did).keyAgreement().get(1).fragments().get(1);

    byte[] packed = routing.wrap(PACKED, BOB, List.of(routingKey(named)));

    assertThat(kids(packed)).containsExactly(named);
  }

  @Test
  void aDidStandsForAllItsKeys() {
    Did did = twoKeys();

    byte[] packed = routing.wrap(PACKED, BOB, List.of(routingKey(did.value())));

    assertThat(kids(packed)).containsExactly(did.value() + "#key-1", did.value() + "#key-2");
    assertThat(mediators.unpack(packed).message().to()).containsExactly(did);
  }

  @ParameterizedTest
  @EnumSource(names = {"P256", "P384", "P521", "X25519"})
  void aMediatorOpensForwardsOnEveryCurve(Curve curve) {
    OwnKey key = keys.keyManager().generate(curve);
    Did did = new Did("did:key:" + key.publicKey().multibase());
    keys.add(DidKey.resolve(did), List.of(key));

    Unpacked forward =
        mediators.unpack(routing.wrap(PACKED, BOB, List.of(routingKey(did.value()))));

    assertThat(Forward.read(forward.message()).attachments()).containsExactly(PACKED);
  }

  @Test
  void ofKeysOnSeveralCurvesThoseOnTheFirstAreTaken() {
    OwnKey p256 = keys.keyManager().generate(Curve.P256);
    OwnKey x25519 = keys.keyManager().generate(Curve.X25519);
    OwnKey another = keys.keyManager().generate(Curve.P256);
    Did did =
        new Did(
            "did:peer:2.E%s.E%s.E%s"
                .formatted(
                    p256.publicKey().multibase(),
                    x25519.publicKey().multibase(),
                    another.publicKey().multibase()));
    String named = did.value() + "#key-2";

    assertThat(kids(routing.wrap(PACKED, BOB, List.of(routingKey(did.value())))))
        .containsExactly(did.value() + "#key-1", did.value() + "#key-3");
    assertThat(kids(routing.wrap(PACKED, BOB, List.of(routingKey(named))))).containsExactly(named);
  }

  @Test
  void aMediatorOfTheOldGenerationIsAddressedByItsOwnNamesOfKeys() {
    Peer mediator = Peer.named("mediator", Profile.PRISM_2023);

    byte[] packed = routing.wrap(PACKED, BOB, List.of(routingKey(mediator.did.value())));

    assertThat(kids(packed))
        .containsExactly(mediator.kid(mediator.agreement.get(0).id().substring(1)));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SECP256K1")
  void aDidKeyServesAsRoutingKey(Curve curve) {
    OwnKey key = keys.keyManager().generate(curve);
    Did did = new Did("did:key:" + key.publicKey().multibase());
    String kid = did.value() + "#" + DidKey.resolve(did).keyAgreement().get(0).fragments().get(0);

    assertThat(kids(routing.wrap(PACKED, BOB, List.of(routingKey(kid))))).containsExactly(kid);
    assertThat(kids(routing.wrap(PACKED, BOB, List.of(routingKey(did.value())))))
        .containsExactly(kid);
  }

  @Test
  void eachWrappingIsNew() {
    List<RoutingKey> route = List.of(keyId(newDid()));

    byte[] first = routing.wrap(PACKED, BOB, route);
    byte[] second = routing.wrap(PACKED, BOB, route);

    assertThat(first).isNotEqualTo(second);
    assertThat(mediators.unpack(first).message().id())
        .isNotEqualTo(mediators.unpack(second).message().id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"#key-2", "#key-3", "#nothing"})
  void whatIsNoKeyAgreementKeyIsRefused(String fragment) {
    Did did = newDid();

    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(() -> routingKey(did.value() + fragment))
        .withMessageContaining("no key of the routing key's name");
  }

  @Test
  void aDidWithoutKeyAgreementKeyIsRefused() {
    OwnKey signing = keys.keyManager().generate().authentication();
    DidDocument document =
        DidDocument.builder(BOB)
            .authentication(new VerificationMethod(List.of("key-1"), signing.publicKey()))
            .build();

    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(() -> RoutingKey.of(BOB.value(), document))
        .withMessageContaining("no key to encrypt to");
  }

  @Test
  void anotherPartysDocumentIsNotTaken() {
    DidDocument document = PeerDid.resolve(newDid());

    assertThatIllegalArgumentException().isThrownBy(() -> RoutingKey.of("did:example:x", document));
    assertThatIllegalArgumentException().isThrownBy(() -> RoutingKey.of("nonsense", document));
  }

  @Test
  void whatGrowsBeyondTheLimitIsRefusedAtTheLastByte() {
    List<RoutingKey> route = List.of(keyId(newDid()), keyId(newDid()));
    int length = routing.wrap(PACKED, BOB, route).length;

    assertThat(
            routing(Limits.defaults().with(Limit.MESSAGE_BYTES, length)).wrap(PACKED, BOB, route))
        .hasSize(length);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                routing(Limits.defaults().with(Limit.MESSAGE_BYTES, length - 1))
                    .wrap(PACKED, BOB, route))
        .withMessageContaining("grows to at least " + length + " bytes")
        .withMessageContaining("2 mediators");
  }

  @Test
  void whatCanOnlyBecomeTooLongIsNotEvenWrapped() {
    List<RoutingKey> route = eight();
    Routing withoutIds =
        new Routing(
            keys.keyManager(),
            CurveArithmetic.standard(),
            new SecureRandom(),
            () -> {
              throw new AssertionError("nothing is to be wrapped");
            },
            Limits.defaults());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> withoutIds.wrap(packed(200_000), BOB, route))
        .withMessageContaining("8 mediators");
  }

  @Test
  void eightMediatorsMakeAMessageTenTimesAsLong() {
    assertThat(routing.wrap(packed(80_000), BOB, eight()).length).isBetween(799_000, 880_000);
  }

  @Test
  void aRoutingKeyShowsTheMediatorOnlyInPart() {
    Did did = newDid();

    assertThat(keyId(did)).hasToString("RoutingKey(" + did.abbreviated() + ")");
  }

  private Routing routing(Limits limits) {
    return new Routing(
        keys.keyManager(),
        CurveArithmetic.standard(),
        new SecureRandom(),
        () -> UUID.randomUUID().toString(),
        limits);
  }

  private Did newDid() {
    return newDid(keys);
  }

  private static Did newDid(KeyRing ring) {
    return ring.newPeerDid(URI.create("https://mediator.example/"));
  }

  private List<RoutingKey> eight() {
    return Stream.generate(this::newDid).limit(8).map(RoutingTest::keyId).toList();
  }

  private Did twoKeys() {
    OwnKey one = keys.keyManager().generate().agreement();
    OwnKey two = keys.keyManager().generate().agreement();
    Did did =
        new Did("did:peer:2.E" + one.publicKey().multibase() + ".E" + two.publicKey().multibase());
    keys.add(PeerDid.resolve(did), List.of(one, two));
    return did;
  }

  private static RoutingKey keyId(Did did) {
    return routingKey(did.value() + "#key-1");
  }

  private static RoutingKey routingKey(String text) {
    Did did = RoutingKey.mediatorOf(text).orElseThrow();
    return RoutingKey.of(
        text, did.method().equals("key") ? DidKey.resolve(did) : PeerDid.resolve(did));
  }

  private static List<String> kids(byte[] packed) {
    return new JsonReader(Limits.defaults())
        .read(packed).objects("recipients").stream()
            .map(recipient -> recipient.getObject("header").getString("kid"))
            .toList();
  }

  private static byte[] packed(int bytes) {
    return ("{\"ciphertext\":\"" + "a".repeat(bytes) + "\"}").getBytes(US_ASCII);
  }
}
