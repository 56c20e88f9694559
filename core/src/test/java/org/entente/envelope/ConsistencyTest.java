package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.envelope.Refusals.assertMalformed;
import static org.entente.envelope.Refusals.assertUndecryptable;
import static org.entente.envelope.Refusals.assertUntrusted;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.entente.did.Did;
import org.entente.exception.InvalidMessageException.Kind;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.message.Message;
import org.junit.jupiter.api.Test;

/** DIDComm v2 §Message Layer Addressing Consistency, and what goes with it. */
class ConsistencyTest {
  private static final Peer ALICE = Peer.named("alice");
  private static final Peer BOB = Peer.named("bob");
  private static final Peer MALLORY = Peer.named("mallory");
  private static final Message MESSAGE = Plaintexts.message(ALICE, BOB);
  private static final byte[] PLAINTEXT = Plaintexts.bytes(MESSAGE);

  @Test
  void aMessageFromAnotherThanWhoEncryptedItIsRefused() {
    assertUntrusted(BOB, Forge.authcrypt(MALLORY, BOB).seal(PLAINTEXT));
  }

  @Test
  void anAuthenticatedMessageWithoutFromIsRefused() {
    byte[] plaintext = MESSAGE.toJson().without(Set.of("from")).toBytes();

    assertUntrusted(BOB, Forge.authcrypt(ALICE, BOB).seal(plaintext));
  }

  @Test
  void aFromInAnotherCaseIsAnotherParty() {
    String from = ALICE.did.value();
    Did swapped = new Did(from.substring(0, 20) + from.substring(20).toLowerCase(Locale.ROOT));
    Message message = MESSAGE.toBuilder().from(swapped).build();

    assertUntrusted(BOB, Forge.authcrypt(ALICE, BOB).seal(Plaintexts.bytes(message)));
  }

  @Test
  void aSigningKeyAsSenderKeyIsRefused() {
    assertUndecryptable(BOB, Forge.authcrypt(ALICE, BOB).skid(ALICE.signingKid()).seal(PLAINTEXT));
  }

  @Test
  void aSenderKeyThatIsNotInTheDocumentIsRefused() {
    assertUndecryptable(BOB, Forge.authcrypt(ALICE, BOB).skid(ALICE.kid("key-9")).seal(PLAINTEXT));
  }

  @Test
  void aSenderWhoWouldHaveToBeLookedUpIsRefused() {
    assertUndecryptable(
        BOB, Forge.authcrypt(ALICE, BOB).skid("did:web:example.org#key-1").seal(PLAINTEXT));
  }

  @Test
  void anApuOfAnotherThanSkidIsRefused() {
    assertMalformed(BOB, Forge.authcrypt(ALICE, BOB).apu(MALLORY.kid()).seal(PLAINTEXT));
    assertMalformed(BOB, Forge.authcrypt(ALICE, BOB).apu("").seal(PLAINTEXT));
    assertMalformed(BOB, Forge.authcrypt(ALICE, BOB).apu(ALICE.kid() + "0").seal(PLAINTEXT));
  }

  @Test
  void theSenderKeyIsTakenFromApuIfThereIsNoSkid() {
    byte[] packed =
        Forge.authcrypt(ALICE, BOB)
            .header(header -> header.without(Set.of("skid")))
            .seal(PLAINTEXT);

    assertThat(BOB.envelopes().unpack(packed).protection().author()).contains(ALICE.did);
  }

  @Test
  void anApvOfOtherRecipientsIsRefused() {
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
  void recipientsOfSeveralDidsAreRefused() {
    List<String> kids = List.of(BOB.kid(), MALLORY.kid());

    assertMalformed(BOB, Forge.authcrypt(ALICE, BOB).kids(kids).seal(PLAINTEXT));
  }

  @Test
  void aRecipientThatIsNamedTwiceIsRefused() {
    List<String> kids = List.of(BOB.kid(), BOB.kid());

    assertMalformed(BOB, Forge.authcrypt(ALICE, BOB).kids(kids).seal(PLAINTEXT));
  }

  @Test
  void aRecipientThatIsNoKeyIdIsRefused() {
    for (String kid : List.of("", "key-1", "#key-1", BOB.did.value(), "did:peer:#key-1")) {
      assertMalformed(BOB, Forge.authcrypt(ALICE, BOB).kids(List.of(kid)).seal(PLAINTEXT));
    }
  }

  @Test
  void anEnvelopeForOthersIsToldApart() {
    byte[] packed = Forge.authcrypt(ALICE, MALLORY).seal(PLAINTEXT);

    assertThat(Refusals.refusal(BOB, packed).kind()).isEqualTo(Kind.NOT_FOR_US);
  }

  @Test
  void aSignatureByAnotherThanFromIsRefused() {
    byte[] signed = Forge.sign(MALLORY, PLAINTEXT);

    assertUntrusted(BOB, signed);
    assertUntrusted(BOB, Forge.anoncrypt(BOB).seal(signed));
  }

  @Test
  void aSignatureNamingAnAgreementKeyIsRefused() {
    assertUntrusted(BOB, Forge.sign(ALICE, ALICE.kid(), "EdDSA", PLAINTEXT));
    assertUntrusted(BOB, Forge.sign(ALICE, ALICE.kid("key-9"), "EdDSA", PLAINTEXT));
    assertUntrusted(BOB, Forge.sign(ALICE, "did:web:example.org#key-1", "EdDSA", PLAINTEXT));
  }

  @Test
  void aSignatureUnderAnothersKeyIdIsRefused() {
    byte[] signed = Forge.sign(MALLORY, ALICE.signingKid(), "EdDSA", PLAINTEXT);

    assertThat(Refusals.refusal(BOB, signed).code()).isEqualTo("e.p.trust.crypto");
  }

  @Test
  void aSignedMessageSealedAnewForSomeoneElseIsRefused() {
    byte[] signedForMallory = Forge.sign(ALICE, Plaintexts.bytes(ALICE, MALLORY));

    assertUntrusted(BOB, Forge.anoncrypt(BOB).seal(signedForMallory));
  }

  @Test
  void aSignedMessageWithoutToInsideEncryptionIsRefused() {
    byte[] signed = Forge.sign(ALICE, MESSAGE.toJson().without(Set.of("to")).toBytes());

    assertUntrusted(BOB, Forge.anoncrypt(BOB).seal(signed));
    assertThat(BOB.envelopes().unpack(signed).protection().author()).isEmpty();
  }

  @Test
  void anothersSignedMessageInsideOnesOwnEncryptionIsRefused() {
    byte[] signed = Forge.sign(ALICE, PLAINTEXT);

    assertUntrusted(BOB, Forge.authcrypt(MALLORY, BOB).seal(signed));
  }

  @Test
  void aSignatureThatNamesTwoKeysIsRefused() {
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
  void aPlaintextThatIsNoMessageIsRefused() {
    for (String name : List.of("id", "type")) {
      byte[] plaintext = MESSAGE.toJson().without(Set.of(name)).toBytes();
      assertThat(Refusals.refusal(BOB, Forge.authcrypt(ALICE, BOB).seal(plaintext)).kind())
          .isEqualTo(Kind.MALFORMED);
    }
    byte[] text = "Hello".getBytes(StandardCharsets.UTF_8);
    assertThat(Refusals.refusal(BOB, Forge.authcrypt(ALICE, BOB).seal(text)).kind())
        .isEqualTo(Kind.MALFORMED);
  }

  @Test
  void aMessageWithoutBodyHasAnEmptyOne() {
    byte[] plaintext = MESSAGE.toJson().without(Set.of("body")).toBytes();

    byte[] packed = Forge.authcrypt(ALICE, BOB).seal(plaintext);

    assertThat(BOB.envelopes().unpack(packed).message().body().isEmpty()).isTrue();
  }
}
