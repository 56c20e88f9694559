package org.entente.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.envelope.Refusals.assertUntrusted;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.entente.did.Curve;
import org.entente.did.Did;
import org.entente.did.OwnKey;
import org.entente.did.PeerDid;
import org.entente.exception.InvalidMessageException.Kind;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.message.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The header {@code from_prior} (DIDComm v2 §DID Rotation): check 12 of the unpacking. */
class FromPriorTest {
  private static final long TIME = 1_700_000_000;
  private static final Peer BEFORE = Peer.named("alice before");
  private static final Peer AFTER = Peer.named("alice after");
  private static final Peer BOB = Peer.named("bob");
  private static final Peer MALLORY = Peer.named("mallory");
  private static final JsonObject HEADER =
      JsonObject.builder()
          .put("typ", "JWT")
          .put("alg", "EdDSA")
          .put("kid", BEFORE.signingKid())
          .build();
  private static final JsonObject CLAIMS =
      JsonObject.builder()
          .put("iss", BEFORE.did.value())
          .put("sub", AFTER.did.value())
          .put("iat", TIME)
          .build();

  @Test
  void aRotationThatIsProvenIsTold() {
    Unpacked unpacked = unpack(Forge.authcrypt(AFTER, BOB), jwt(HEADER, CLAIMS));

    assertThat(unpacked.rotation())
        .contains(new Rotation(BEFORE.did, Optional.of(AFTER.did), Instant.ofEpochSecond(TIME)));
  }

  @Test
  void soIsOneThatIsSignedInsideEncryption() {
    byte[] signed = Forge.sign(AFTER, plaintext(jwt(HEADER, CLAIMS)));

    assertThat(BOB.envelopes().unpack(Forge.anoncrypt(BOB).seal(signed)).rotation()).isPresent();
  }

  @Test
  void aMessageWithoutTheHeaderHasNone() {
    byte[] packed = Forge.authcrypt(AFTER, BOB).seal(Plaintexts.bytes(AFTER, BOB));

    assertThat(BOB.envelopes().unpack(packed).rotation()).isEmpty();
  }

  @Test
  void theCurveThatTheSpecificationShowsIsIgnored() {
    String jwt = jwt(Forge.with(HEADER, "crv", "Ed25519"), CLAIMS);

    assertThat(unpack(Forge.authcrypt(AFTER, BOB), jwt).rotation()).isPresent();
  }

  @Test
  void whoLeavesForGoodDoesSoAnonymously() {
    String jwt = jwt(HEADER, CLAIMS.without(Set.of("sub")));
    Message message = Message.builder("1", Plaintexts.TYPE).to(BOB.did).fromPrior(jwt).build();

    Unpacked unpacked =
        BOB.envelopes().unpack(Forge.anoncrypt(BOB).seal(Plaintexts.bytes(message)));

    assertThat(unpacked.rotation().flatMap(Rotation::next)).isEmpty();
    assertThat(unpacked.rotation().map(Rotation::prior)).contains(BEFORE.did);
  }

  @Test
  void nobodyLeavesForGoodInAMessageWithFrom() {
    refuses(CLAIMS.without(Set.of("sub")));
  }

  @Test
  void aNewNameOfAnotherThanTheAuthorIsRefused() {
    refuses(Forge.with(CLAIMS, "sub", MALLORY.did.value()));
  }

  @Test
  void aNewNameThatIsTheOldOneIsRefused() {
    JsonObject claims = Forge.with(CLAIMS, "sub", BEFORE.did.value());
    byte[] plaintext = plaintext(BEFORE, jwt(HEADER, claims));

    assertUntrusted(BOB, Forge.authcrypt(BEFORE, BOB).seal(plaintext));
  }

  @Test
  void aMessageThatIsNotAuthenticatedByTheNewNameIsRefused() {
    assertUntrusted(BOB, Forge.anoncrypt(BOB).seal(plaintext(jwt(HEADER, CLAIMS))));
  }

  @Test
  void aMessageThatIsNotEncryptedIsRefused() {
    assertUntrusted(BOB, Forge.sign(AFTER, plaintext(jwt(HEADER, CLAIMS))));
    assertUntrusted(BOB, plaintext(jwt(HEADER, CLAIMS)));
  }

  @Test
  void aKeyOfAnotherThanThePriorNameIsRefused() {
    assertUntrusted(
        BOB, sealed(jwt(MALLORY, Forge.with(HEADER, "kid", MALLORY.signingKid()), CLAIMS)));
  }

  @Test
  void aSignatureByAnotherUnderTheRightKeyIdIsRefused() {
    assertUntrusted(BOB, sealed(jwt(MALLORY, HEADER, CLAIMS)));
  }

  @Test
  void anAgreementKeyOfThePriorNameIsRefused() {
    assertUntrusted(BOB, sealed(jwt(Forge.with(HEADER, "kid", BEFORE.kid()), CLAIMS)));
  }

  @Test
  void anAgreementKeyThatCouldSignIsRefusedToo() {
    KeyRing keys = new KeyRing();
    OwnKey p256 = keys.keyManager().generate(Curve.P256);
    Did before = PeerDid.builder().keyAgreement(p256.publicKey()).create();
    JsonObject header =
        Forge.with(Forge.with(HEADER, "alg", "ES256"), "kid", before.value() + "#key-1");
    JsonObject claims = Forge.with(CLAIMS, "iss", before.value());
    String input = Base64Url.encode(header.toBytes()) + '.' + Base64Url.encode(claims.toBytes());
    byte[] signature = keys.keyManager().sign(p256, input.getBytes(US_ASCII));

    byte[] packed = sealed(input + '.' + Base64Url.encode(signature));

    assertThat(Refusals.refusal(BOB, packed).getMessage())
        .contains("not among the authentication keys");
  }

  @Test
  void aPriorNameThatWouldHaveToBeLookedUpIsRefused() {
    JsonObject header = Forge.with(HEADER, "kid", "did:web:example.org#key-1");

    assertUntrusted(BOB, sealed(jwt(header, Forge.with(CLAIMS, "iss", "did:web:example.org"))));
  }

  @Test
  void anAlteredStatementIsRefused() {
    String[] parts = jwt(HEADER, CLAIMS).split("\\.", -1);
    String later = Base64Url.encode(Forge.with(CLAIMS, "iat", TIME + 1).toBytes());

    assertUntrusted(BOB, sealed(parts[0] + '.' + later + '.' + parts[2]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "HS256", "ES256", "ES256K", "RS256", "eddsa", ""})
  void anAlgorithmThatDoesNotFitTheKeyIsRefused(String alg) {
    assertThat(Refusals.refusal(BOB, sealed(jwt(Forge.with(HEADER, "alg", alg), CLAIMS))).kind())
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a.b", "a.b.c.d", "..", "a.b.c", "e30.e30.", "e30.e30.e30"})
  void whatIsNoJwtIsRefused(String jwt) {
    assertThat(Refusals.refusal(BOB, sealed(jwt)).kind()).isNotEqualTo(Kind.NOT_FOR_US);
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "iat"})
  void aStatementWithoutOneOfItsClaimsIsRefused(String name) {
    refuses(CLAIMS.without(Set.of(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jwk", "jku", "x5c", "crit", "b64"})
  void aHeaderThatIsNotKnownIsRefused(String name) {
    assertThat(Refusals.refusal(BOB, sealed(jwt(Forge.with(HEADER, name, "a"), CLAIMS))).kind())
        .isEqualTo(Kind.REFUSED);
  }

  private static void refuses(JsonObject claims) {
    Refusals.refusal(BOB, sealed(jwt(HEADER, claims)));
  }

  private static Unpacked unpack(Forge forge, String jwt) {
    return BOB.envelopes().unpack(forge.seal(plaintext(jwt)));
  }

  private static byte[] sealed(String jwt) {
    return Forge.authcrypt(AFTER, BOB).seal(plaintext(jwt));
  }

  private static byte[] plaintext(String jwt) {
    return plaintext(AFTER, jwt);
  }

  private static byte[] plaintext(Peer from, String jwt) {
    Message message = Plaintexts.message(from, BOB).toBuilder().fromPrior(jwt).build();
    return Plaintexts.bytes(message);
  }

  private static String jwt(JsonObject header, JsonObject claims) {
    return jwt(BEFORE, header, claims);
  }

  private static String jwt(Peer signer, JsonObject header, JsonObject claims) {
    String input = Base64Url.encode(header.toBytes()) + '.' + Base64Url.encode(claims.toBytes());
    byte[] signature =
        signer.keyManager.sign(signer.authentication.get(0), input.getBytes(US_ASCII));
    return input + '.' + Base64Url.encode(signature);
  }
}
