package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.envelope.Refusals.assertMalformed;
import static org.entente.envelope.Refusals.assertUndecryptable;
import static org.entente.envelope.Refusals.assertUntrusted;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.entente.did.Curve;
import org.entente.did.Did;
import org.entente.did.PublicJwk;
import org.entente.exception.InvalidMessageException.Kind;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.message.Message;
import org.junit.jupiter.api.Test;

/**
 * The fourteen checks of what was unpacked, by the numbers that the README lists them with (DIDComm
 * v2 §Message Layer Addressing Consistency, and what goes with it).
 */
class UnpackChecksTest {
  private static final Peer ALICE = Peer.named("alice");
  private static final Peer BOB = Peer.named("bob");
  private static final Peer MALLORY = Peer.named("mallory");
  private static final Message MESSAGE = Plaintexts.message(ALICE, BOB);
  private static final byte[] PLAINTEXT = Plaintexts.bytes(MESSAGE);

  @Test
  void check01_aMessageFromAnotherThanWhoEncryptedItIsRefused() {
    assertUntrusted(BOB, Forge.authcrypt(MALLORY, BOB).seal(PLAINTEXT));
  }

  @Test
  void check01_anAuthenticatedMessageWithoutFromIsRefused() {
    byte[] plaintext = MESSAGE.toJson().without(Set.of("from")).toBytes();

    assertUntrusted(BOB, Forge.authcrypt(ALICE, BOB).seal(plaintext));
  }

  @Test
  void check01_aFromInAnotherCaseIsAnotherParty() {
    String from = ALICE.did.value();
    Did swapped = new Did(from.substring(0, 20) + from.substring(20).toLowerCase(Locale.ROOT));
    Message message = MESSAGE.toBuilder().from(swapped).build();

    assertUntrusted(BOB, Forge.authcrypt(ALICE, BOB).seal(Plaintexts.bytes(message)));
  }

  @Test
  void check02_aSigningKeyAsSenderKeyIsRefused() {
    assertUndecryptable(BOB, Forge.authcrypt(ALICE, BOB).skid(ALICE.signingKid()).seal(PLAINTEXT));
  }

  @Test
  void check02_aSenderKeyThatIsNotInTheDocumentIsRefused() {
    assertUndecryptable(BOB, Forge.authcrypt(ALICE, BOB).skid(ALICE.kid("key-9")).seal(PLAINTEXT));
  }

  @Test
  void check02_aSenderWhoWouldHaveToBeLookedUpIsRefused() {
    assertUndecryptable(
        BOB, Forge.authcrypt(ALICE, BOB).skid("did:web:example.org#key-1").seal(PLAINTEXT));
  }

  @Test
  void check03_anApuOfAnotherThanSkidIsRefused() {
    assertMalformed(BOB, Forge.authcrypt(ALICE, BOB).apu(MALLORY.kid()).seal(PLAINTEXT));
    assertMalformed(BOB, Forge.authcrypt(ALICE, BOB).apu("").seal(PLAINTEXT));
    assertMalformed(BOB, Forge.authcrypt(ALICE, BOB).apu(ALICE.kid() + "0").seal(PLAINTEXT));
  }

  @Test
  void check03_theSenderKeyIsTakenFromApuIfThereIsNoSkid() {
    byte[] packed =
        Forge.authcrypt(ALICE, BOB)
            .header(header -> header.without(Set.of("skid")))
            .seal(PLAINTEXT);

    assertThat(BOB.envelopes().unpack(packed).protection().author()).contains(ALICE.did);
  }

  @Test
  void check04_anApvOfOtherRecipientsIsRefused() {
    byte[] ofTwo =
        JweHeader.anonymous(
                ContentEncryption.XC20P,
                BOB.agreement.get(0).publicKey(),
                List.of(BOB.kid(), BOB.kid("key-9")))
            .apv();

    assertMalformed(BOB, Forge.authcrypt(ALICE, BOB).apv(ofTwo).seal(PLAINTEXT));
    assertMalformed(BOB, Forge.authcrypt(ALICE, BOB).apv(new byte[32]).seal(PLAINTEXT));
    assertMalformed(BOB, Forge.authcrypt(ALICE, BOB).apv(new byte[0]).seal(PLAINTEXT));
  }

  @Test
  void check05_aMessageThatIsAddressedToOthersIsToldOrRefused() {
    byte[] packed = Forge.authcrypt(ALICE, BOB).seal(Plaintexts.bytes(ALICE, MALLORY));

    assertThat(BOB.envelopes().unpack(packed).isAddressed()).isFalse();
    Envelopes strict =
        Envelopes.builder(BOB, BOB.keyManager)
            .resolvers(BOB.resolvers)
            .refuseMisaddressed()
            .build();
    assertThat(Refusals.refusal(strict, packed).code()).isEqualTo("e.p.trust");
    assertThat(strict.unpack(Forge.authcrypt(ALICE, BOB).seal(PLAINTEXT)).isAddressed()).isTrue();
  }

  @Test
  void check06_recipientsOfSeveralDidsAreRefused() {
    List<String> kids = List.of(BOB.kid(), MALLORY.kid());

    assertMalformed(BOB, Forge.authcrypt(ALICE, BOB).kids(kids).seal(PLAINTEXT));
  }

  @Test
  void check06_aRecipientThatIsNamedTwiceIsRefused() {
    List<String> kids = List.of(BOB.kid(), BOB.kid());

    assertMalformed(BOB, Forge.authcrypt(ALICE, BOB).kids(kids).seal(PLAINTEXT));
  }

  @Test
  void check06_aRecipientThatIsNoKeyIdIsRefused() {
    for (String kid : List.of("", "key-1", "#key-1", BOB.did.value(), "did:peer:#key-1")) {
      assertMalformed(BOB, Forge.authcrypt(ALICE, BOB).kids(List.of(kid)).seal(PLAINTEXT));
    }
  }

  @Test
  void check06_anEnvelopeForOthersIsToldApart() {
    byte[] packed = Forge.authcrypt(ALICE, MALLORY).seal(PLAINTEXT);

    assertThat(Refusals.refusal(BOB, packed).kind()).isEqualTo(Kind.NOT_FOR_US);
  }

  @Test
  void check07_aSignatureByAnotherThanFromIsRefused() {
    byte[] signed = Forge.sign(MALLORY, PLAINTEXT);

    assertUntrusted(BOB, signed);
    assertUntrusted(BOB, Forge.anoncrypt(BOB).seal(signed));
  }

  @Test
  void check07_aSignatureNamingAnAgreementKeyIsRefused() {
    assertUntrusted(BOB, Forge.sign(ALICE, ALICE.kid(), "EdDSA", PLAINTEXT));
    assertUntrusted(BOB, Forge.sign(ALICE, ALICE.kid("key-9"), "EdDSA", PLAINTEXT));
    assertUntrusted(BOB, Forge.sign(ALICE, "did:web:example.org#key-1", "EdDSA", PLAINTEXT));
  }

  @Test
  void check07_aSignatureUnderAnothersKeyIdIsRefused() {
    byte[] signed = Forge.sign(MALLORY, ALICE.signingKid(), "EdDSA", PLAINTEXT);

    assertThat(Refusals.refusal(BOB, signed).code()).isEqualTo("e.p.trust.crypto");
  }

  @Test
  void check07_aSignatureThatNamesTwoKeysIsRefused() {
    JsonObject header = JsonObject.builder().put("alg", "EdDSA").put("kid", ALICE.kid("z")).build();
    byte[] signed =
        Forge.sign(
            ALICE,
            ALICE.signingKid(),
            Base64Url.encode(header.toBytes()),
            Base64Url.encode(PLAINTEXT),
            1);

    assertMalformed(BOB, signed);
  }

  @Test
  void check08_aSignedMessageSealedAnewForSomeoneElseIsRefused() {
    byte[] signedForMallory = Forge.sign(ALICE, Plaintexts.bytes(ALICE, MALLORY));

    assertUntrusted(BOB, Forge.anoncrypt(BOB).seal(signedForMallory));
  }

  @Test
  void check08_aSignedMessageWithoutToInsideEncryptionIsRefused() {
    byte[] signed = Forge.sign(ALICE, MESSAGE.toJson().without(Set.of("to")).toBytes());

    assertUntrusted(BOB, Forge.anoncrypt(BOB).seal(signed));
    assertThat(BOB.envelopes().unpack(signed).protection().author()).isEmpty();
  }

  @Test
  void check09_anothersSignedMessageInsideOnesOwnEncryptionIsRefused() {
    byte[] signed = Forge.sign(ALICE, PLAINTEXT);

    assertUntrusted(BOB, Forge.authcrypt(MALLORY, BOB).seal(signed));
  }

  @Test
  void check10_anEphemeralKeyOnAnotherCurveIsRefused() {
    byte[] generator =
        HexFormat.of()
            .parseHex("036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296");

    byte[] packed =
        Forge.authcrypt(ALICE, BOB)
            .epk(PublicJwk.of(Curve.P256, generator), new byte[32])
            .seal(PLAINTEXT);

    assertUndecryptable(BOB, packed);
  }

  @Test
  void check10_anEphemeralKeyThatIsNotOnItsCurveIsRefused() {
    String x = Base64Url.encode(new byte[32]);
    JsonObject offCurve =
        JsonObject.builder().put("kty", "EC").put("crv", "P-256").put("x", x).put("y", x).build();

    assertMalformed(
        BOB,
        Forge.authcrypt(ALICE, BOB)
            .header(header -> Forge.with(header, "epk", offCurve))
            .seal(PLAINTEXT));
  }

  @Test
  void check11_aTypOfAnotherLayerIsRefused() {
    for (String typ : List.of(MediaTypes.SIGNED, Message.MEDIA_TYPE, "JWT", "")) {
      assertMalformed(
          BOB,
          Forge.authcrypt(ALICE, BOB)
              .header(header -> Forge.with(header, "typ", typ))
              .seal(PLAINTEXT));
    }
    for (String typ : List.of(MediaTypes.SIGNED, MediaTypes.ENCRYPTED, "JWT", "")) {
      byte[] plaintext = Forge.with(MESSAGE.toJson(), "typ", typ).toBytes();
      assertThat(Refusals.refusal(BOB, Forge.authcrypt(ALICE, BOB).seal(plaintext)).kind())
          .isEqualTo(Kind.REFUSED);
    }
  }

  @Test
  void check12_aStatementOfRotationThatIsNotValidIsRefused() {
    Message message = MESSAGE.toBuilder().fromPrior("e30.e30.e30").build();

    assertThat(
            Refusals.refusal(BOB, Forge.authcrypt(ALICE, BOB).seal(Plaintexts.bytes(message)))
                .getMessage())
        .contains("from_prior");
  }

  @Test
  void check13_aPlaintextThatIsNoMessageIsRefused() {
    for (String name : List.of("id", "type")) {
      byte[] plaintext = MESSAGE.toJson().without(Set.of(name)).toBytes();
      assertThat(Refusals.refusal(BOB, Forge.authcrypt(ALICE, BOB).seal(plaintext)).kind())
          .isEqualTo(Kind.REFUSED);
    }
    byte[] text = "Hello".getBytes(StandardCharsets.UTF_8);
    assertThat(Refusals.refusal(BOB, Forge.authcrypt(ALICE, BOB).seal(text)).kind())
        .isEqualTo(Kind.REFUSED);
  }

  @Test
  void check13_aMessageWithoutBodyHasAnEmptyOne() {
    byte[] plaintext = MESSAGE.toJson().without(Set.of("body")).toBytes();

    byte[] packed = Forge.authcrypt(ALICE, BOB).seal(plaintext);

    assertThat(BOB.envelopes().unpack(packed).message().body().isEmpty()).isTrue();
  }

  @Test
  void check14_aMessageThatCameBeforeFromItsSenderIsRecognised() {
    byte[] once = Forge.authcrypt(ALICE, BOB).seal(PLAINTEXT);
    byte[] again = Forge.authcrypt(ALICE, BOB).seal(PLAINTEXT);
    byte[] fromAnother = Forge.authcrypt(MALLORY, BOB).seal(Plaintexts.bytes(MALLORY, BOB));

    assertThat(BOB.envelopes().unpack(again).deduplicationKey())
        .isEqualTo(BOB.envelopes().unpack(once).deduplicationKey())
        .isNotEqualTo(BOB.envelopes().unpack(fromAnother).deduplicationKey());
  }
}
