package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.entente.did.Curve;
import org.entente.did.Did;
import org.entente.did.OwnKey;
import org.entente.did.PeerDid;
import org.entente.did.PublicJwk;
import org.entente.exception.InvalidMessageException;
import org.entente.exception.InvalidMessageException.Kind;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.message.Message;
import org.junit.jupiter.api.Test;

/** At its limit an envelope passes, one above it is refused. */
class EnvelopeLimitsTest {
  private static final Peer ALICE = Peer.named("alice");
  private static final Peer BOB = Peer.named("bob");
  private static final byte[] PLAINTEXT = Plaintexts.bytes(ALICE, BOB);

  @Test
  void twentyRecipientsPassAndOneMoreDoesNot() {
    byte[] atLimit = Forge.authcrypt(ALICE, BOB).kids(kids(20)).seal(PLAINTEXT);
    byte[] above = Forge.authcrypt(ALICE, BOB).kids(kids(21)).seal(PLAINTEXT);

    assertThat(BOB.envelopes().unpack(atLimit)).isNotNull();
    assertThat(Refusals.assertMalformed(BOB, above).getMessage()).contains("RECIPIENTS");
  }

  @Test
  void aProtectedHeaderPassesUpToTheLimit() {
    byte[] packed = Forge.authcrypt(ALICE, BOB).seal(PLAINTEXT);
    int length = Base64Url.decode(Forge.json(packed).getString("protected")).length;

    assertPassesAtOnly(Limit.PROTECTED_HEADER_BYTES, length, packed);
  }

  @Test
  void theProtectedHeaderOfASignaturePassesUpToTheLimit() {
    JsonObject header = JsonObject.builder().put("alg", "EdDSA").build();
    byte[] packed =
        Forge.sign(
            ALICE,
            ALICE.signingKid(),
            Base64Url.encode(header.toBytes()),
            Base64Url.encode(PLAINTEXT),
            1);

    assertPassesAtOnly(Limit.PROTECTED_HEADER_BYTES, header.toBytes().length, packed);
  }

  @Test
  void aMessagePassesUpToTheLimit() {
    byte[] packed = Forge.authcrypt(ALICE, BOB).seal(PLAINTEXT);

    assertPassesAtOnly(Limit.MESSAGE_BYTES, packed.length, packed);
  }

  @Test
  void signaturesPassUpToTheLimit() {
    KeyRing keys = new KeyRing();
    List<OwnKey> four =
        Stream.generate(() -> keys.keyManager().generate(Curve.ED25519)).limit(4).toList();
    PublicJwk[] authentication = four.stream().map(OwnKey::publicKey).toArray(PublicJwk[]::new);
    Did did = PeerDid.builder().authentication(authentication).create();
    byte[] message =
        Plaintexts.bytes(Message.builder("1234", Plaintexts.TYPE).from(did).to(BOB.did).build());
    List<Jws.Signature> signatures = new ArrayList<>();
    for (OwnKey key : four) {
      String kid = did + "#key-" + (signatures.size() + 1);
      signatures.addAll(Jws.sign(message, kid, key, keys.keyManager()).signatures());
    }
    Jws jws = new Jws(Base64Url.encode(message), signatures);

    assertPassesAtOnly(Limit.SIGNATURES, 4, jws.toJson().toBytes());
  }

  @Test
  void aSignedEnvelopeWithoutSignaturesIsRefused() {
    JsonObject signed = Forge.json(Forge.sign(ALICE, PLAINTEXT));

    Refusals.assertMalformed(BOB, Forge.with(signed, "signatures", List.of()).toBytes());
  }

  @Test
  void anEnvelopeWithoutRecipientsIsRefused() {
    JsonObject packed = Forge.json(Forge.authcrypt(ALICE, BOB).seal(PLAINTEXT));

    Refusals.assertMalformed(BOB, Forge.with(packed, "recipients", List.of()).toBytes());
  }

  private static void assertPassesAtOnly(Limit limit, int value, byte[] packed) {
    Envelopes atLimit = BOB.envelopes(Limits.defaults().with(limit, value));
    Envelopes below = BOB.envelopes(Limits.defaults().with(limit, value - 1));

    assertThat(atLimit.unpack(packed)).isNotNull();
    InvalidMessageException refusal = Refusals.refusal(below, packed);
    assertThat(refusal.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(refusal.getMessage()).contains(limit.name());
  }

  private static List<String> kids(int count) {
    List<String> kids = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      kids.add(BOB.kid("key-" + (i == 1 ? "1" : "x" + i)));
    }
    return kids;
  }
}
