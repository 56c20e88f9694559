package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.envelope.Forge.with;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.entente.did.DidUrl;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Signed envelopes in all their forms (DIDComm v2 §DIDComm Signed Messages). */
class SignatureTest {
  private static final Peer ALICE = Peer.named("alice");
  private static final Peer BOB = Peer.named("bob");
  private static final byte[] PLAINTEXT = Plaintexts.bytes(ALICE, BOB);
  private static final JsonObject SIGNED = Forge.json(Forge.sign(ALICE, PLAINTEXT));
  private static final JsonObject SIGNATURE = SIGNED.objects("signatures").get(0);

  @Test
  void theGeneralAndTheFlattenedFormAreRead() {
    JsonObject flattened =
        JsonObject.builder().put("payload", SIGNED.getString("payload")).putAll(SIGNATURE).build();

    for (JsonObject form : List.of(SIGNED, flattened)) {
      Protection protection = BOB.envelopes().unpack(form.toBytes()).protection();
      assertThat(protection.signer()).contains(new DidUrl(ALICE.did, "key-2"));
      assertThat(protection.algorithms()).containsExactly("EdDSA");
    }
  }

  @Test
  void theKeyIdMayBeProtected() {
    JsonObject header =
        JsonObject.builder().put("alg", "EdDSA").put("kid", ALICE.signingKid()).build();
    JsonObject both = Forge.json(signed(header));
    JsonObject only = with(both, "signatures", List.of(first(both).without(Set.of("header"))));

    assertThat(BOB.envelopes().unpack(both.toBytes()).protection().signer()).isPresent();
    assertThat(BOB.envelopes().unpack(only.toBytes()).protection().signer()).isPresent();
  }

  @Test
  void aSignatureWithoutKeyIdIsRefused() {
    JsonObject without = with(SIGNED, "signatures", List.of(SIGNATURE.without(Set.of("header"))));

    Refusals.assertMalformed(BOB, without.toBytes());
  }

  @Test
  void ofSeveralSignaturesEachMustVerify() {
    JsonObject broken = with(SIGNATURE, "signature", Base64Url.encode(new byte[64]));

    for (List<JsonObject> signatures :
        List.of(List.of(SIGNATURE, broken), List.of(broken, SIGNATURE))) {
      byte[] packed = with(SIGNED, "signatures", signatures).toBytes();
      assertThat(Refusals.refusal(BOB, packed).code()).isEqualTo("e.p.trust.crypto");
    }
  }

  @Test
  void aKeyThatSignsTwiceIsRefusedByWhicheverOfItsNames() {
    String alias = ALICE.kid("6" + ALICE.authentication.get(0).id().substring(2));
    JsonObject sameKey = with(SIGNATURE, "header", JsonObject.builder().put("kid", alias).build());

    assertThat(BOB.envelopes().unpack(with(SIGNED, "signatures", List.of(sameKey)).toBytes()))
        .isNotNull();
    for (JsonObject second : List.of(SIGNATURE, sameKey)) {
      byte[] packed = with(SIGNED, "signatures", List.of(SIGNATURE, second)).toBytes();
      assertThat(Refusals.refusal(BOB, packed).getMessage()).contains("signs twice");
    }
  }

  @Test
  void signaturesOfTwoPartiesAreRefused() {
    JsonObject bobs = first(Forge.json(Forge.sign(BOB, PLAINTEXT)));

    for (List<JsonObject> signatures :
        List.of(List.of(SIGNATURE, bobs), List.of(bobs, SIGNATURE))) {
      Refusals.assertMalformed(BOB, with(SIGNED, "signatures", signatures).toBytes());
    }
  }

  @Test
  void aSignatureOfAnyWrongLengthIsRefused() {
    byte[] signature = Base64Url.decode(SIGNATURE.getString("signature"));

    for (int length = 0; length <= 128; length++) {
      if (length != signature.length) {
        String other = Base64Url.encode(Arrays.copyOf(signature, length));
        byte[] packed = Forge.withInFirst(SIGNED, "signatures", "signature", other).toBytes();
        assertThat(Refusals.refusal(BOB, packed).code()).isEqualTo("e.p.trust.crypto");
      }
    }
  }

  @Test
  void anotherTypIsRefused() {
    for (String typ : List.of(MediaTypes.ENCRYPTED, "application/didcomm-plain+json", "JWT")) {
      JsonObject header = JsonObject.builder().put("typ", typ).put("alg", "EdDSA").build();

      Refusals.assertMalformed(BOB, signed(header));
    }
  }

  private static byte[] signed(JsonObject header) {
    String text = Base64Url.encode(header.toBytes());
    return Forge.sign(ALICE, ALICE.signingKid(), text, Base64Url.encode(PLAINTEXT), 1);
  }

  private static JsonObject first(JsonObject signed) {
    return signed.objects("signatures").get(0);
  }
}
