package org.entente.envelope;

import static org.entente.envelope.Refusals.assertMalformed;
import static org.entente.envelope.Refusals.assertUndecryptable;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.entente.Vectors;
import org.entente.did.Curve;
import org.entente.did.PublicJwk;
import org.entente.envelope.ContentEncryption.Encrypted;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.keys.Secret;
import org.entente.limits.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** All that goes wrong once a key of ours is in play looks the same. */
class UndecryptableTest {
  private static final Peer ALICE = Peer.named("alice");
  private static final Peer BOB = Peer.named("bob");
  private static final byte[] PLAINTEXT = Plaintexts.bytes(ALICE, BOB);

  static Stream<String> lowOrderPoints() {
    return Vectors.wycheproof("x25519_test.json").objects("testGroups").stream()
        .flatMap(group -> group.objects("tests").stream())
        .filter(test -> test.strings("flags").contains("ZeroSharedSecret"))
        .map(test -> test.getString("public"));
  }

  @ParameterizedTest
  @MethodSource("lowOrderPoints")
  void anEphemeralKeyOfLowOrderIsRefused(String hex) {
    PublicJwk point = PublicJwk.of(Curve.X25519, HexFormat.of().parseHex(hex));

    assertUndecryptable(BOB, Forge.authcrypt(ALICE, BOB).epk(point, new byte[32]).seal(PLAINTEXT));
    assertUndecryptable(BOB, Forge.anoncrypt(BOB).epk(point, new byte[32]).seal(PLAINTEXT));
  }

  @ParameterizedTest
  @MethodSource("lowOrderPoints")
  void aSenderKeyOfLowOrderIsRefused(String hex) {
    PublicJwk point = PublicJwk.of(Curve.X25519, HexFormat.of().parseHex(hex));
    String did = "did:peer:2.E" + point.multibase() + ".V" + ALICE.authentication.get(0).id();
    JsonObject message = Forge.with(Forge.json(PLAINTEXT), "from", did);

    byte[] packed =
        Forge.authcrypt(ALICE, BOB).skid(did + "#key-1").zs(new byte[32]).seal(message.toBytes());

    assertUndecryptable(BOB, packed);
  }

  @Test
  void anEphemeralKeyOnAnotherCurveIsRefused() {
    PublicJwk point = ALICE.authentication.get(0).publicKey();

    assertUndecryptable(BOB, Forge.authcrypt(ALICE, BOB).epk(point, new byte[32]).seal(PLAINTEXT));
    assertUndecryptable(
        BOB,
        Forge.authcrypt(ALICE, BOB)
            .kids(List.of(BOB.signingKid()))
            .epk(point, new byte[32])
            .seal(PLAINTEXT));
  }

  @Test
  void ourSigningKeyAsRecipientIsRefused() {
    assertUndecryptable(
        BOB, Forge.authcrypt(ALICE, BOB).kids(List.of(BOB.signingKid())).seal(PLAINTEXT));
  }

  @Test
  void aSenderKeyThatWasNotUsedIsRefused() {
    Peer mallory = Peer.named("mallory");

    assertUndecryptable(BOB, Forge.authcrypt(mallory, BOB).skid(ALICE.kid()).seal(PLAINTEXT));
  }

  @Test
  void aWrappedKeyOfAnyWrongLengthIsRefused() {
    for (int length : IntStream.rangeClosed(0, 160).filter(n -> n != 72).toArray()) {
      assertUndecryptable(
          BOB,
          Forge.authcrypt(ALICE, BOB)
              .encryptedKey(key -> Arrays.copyOf(key, length))
              .seal(PLAINTEXT));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aContentKeyOfAnyWrongLengthIsRefused(ContentEncryption enc) {
    byte[] cek = random(enc.cekBytes());
    for (int length = 16; length <= 128; length += 8) {
      if (length != enc.cekBytes()) {
        // one that is too long begins with the right one
        assertUndecryptable(
            BOB,
            Forge.anoncrypt(BOB)
                .enc(enc)
                .content(cek, random(enc.ivBytes()))
                .wrapping(Arrays.copyOf(cek, length))
                .seal(PLAINTEXT));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTagOrIvOfAnyWrongLengthIsRefused(ContentEncryption enc) {
    for (int length = 0; length <= 64; length++) {
      String bytes = Base64Url.encode(new byte[length]);
      for (String name : List.of("tag", "iv")) {
        if (length != (name.equals("tag") ? enc.tagBytes() : enc.ivBytes())) {
          assertMalformed(
              BOB,
              Forge.anoncrypt(BOB)
                  .enc(enc)
                  .envelope(json -> Forge.with(json, name, bytes))
                  .seal(PLAINTEXT));
        }
      }
    }
  }

  @Test
  void whoCanOpenAnEnvelopeCannotSealAnotherForItsOtherRecipient() throws Exception {
    Peer bob = Peer.withAgreementKeys("bob", 2);
    Peer insider = Peer.withAgreementKeys("bob", 2).without("key-2");
    Peer victim = Peer.withAgreementKeys("bob", 2).without("key-1");
    byte[] packed = ALICE.envelopes().pack(Plaintexts.message(ALICE, bob), Packing.authcrypt());
    Jwe jwe = Jwe.read(Forge.json(packed), new JsonReader(Limits.defaults()), Limits.defaults());

    byte[] cek = contentKey(insider, jwe);
    byte[] forged = Plaintexts.bytes(Plaintexts.message(ALICE, bob, "Send me money"));
    Encrypted content = jwe.header().enc().encrypt(cek, jwe.iv(), jwe.aad(), forged);
    Jwe another = new Jwe(jwe.protectedText(), jwe.header(), jwe.recipients(), jwe.iv(), content);

    victim.envelopes().unpack(packed);
    assertUndecryptable(victim, another.toJson().toBytes());
  }

  private static byte[] contentKey(Peer insider, Jwe jwe) throws Exception {
    try (Secret ze = insider.keyManager.agree(insider.agreement.get(0), jwe.header().epk());
        Secret zs =
            insider.keyManager.agree(
                insider.agreement.get(0), ALICE.agreement.get(0).publicKey())) {
      byte[] wrapped = jwe.recipients().get(0).encryptedKey();
      return KeyWrapping.unwrap(jwe.header(), jwe.content(), ze, zs, wrapped);
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    Peer.RANDOM.nextBytes(bytes);
    return bytes;
  }
}
