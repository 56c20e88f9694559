package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.entente.Vectors;
import org.entente.did.Curve;
import org.entente.did.Did;
import org.entente.did.OwnKey;
import org.entente.did.PeerDid;
import org.entente.exception.InvalidMessageException;
import org.entente.exception.InvalidMessageException.Kind;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.message.Message;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Project Wycheproof's invalid keys as ephemeral keys of whole envelopes (threat model S4). */
class WycheproofEpkTest {
  @ParameterizedTest
  @CsvSource({
    "ecdh_secp256r1_webcrypto_test.json, P256, 23",
    "ecdh_secp384r1_webcrypto_test.json, P384, 23",
    "ecdh_secp521r1_webcrypto_test.json, P521, 23",
    "x25519_jwk_test.json, X25519, 13"
  })
  void anEnvelopeWithAnInvalidEphemeralKeyIsRefused(String file, Curve curve, int count) {
    KeyRing keys = new KeyRing();
    OwnKey key = keys.keyManager().generate(curve);
    Did did = PeerDid.builder().keyAgreement(key.publicKey()).create();
    keys.add(PeerDid.resolve(did), List.of(key));
    Envelopes envelopes = Envelopes.of(keys);
    Message message = Message.builder("1", Plaintexts.TYPE).to(did).build();
    JsonObject packed = Forge.json(envelopes.pack(message, Packing.anoncrypt()));
    JsonObject header = Forge.json(Base64Url.decode(packed.getString("protected")));

    int malformed = 0;
    int undecryptable = 0;
    for (JsonObject group : Vectors.wycheproof(file).objects("testGroups")) {
      for (JsonObject test : group.objects("tests")) {
        if (!test.getString("result").equals("invalid")) {
          continue;
        }
        JsonObject epk = test.getObject("public").without(Set.of("kid"));
        byte[] changed = Forge.with(header, "epk", epk).toBytes();
        JsonObject envelope = Forge.with(packed, "protected", Base64Url.encode(changed));
        InvalidMessageException refusal = Refusals.refusal(envelopes, envelope.toBytes());
        if (refusal.kind() == Kind.MALFORMED) {
          malformed++;
        } else {
          // a good key, but on another curve than ours
          assertThat(epk.getString("crv")).isNotEqualTo(curve.joseName());
          undecryptable++;
        }
      }
    }

    System.out.println(
        "Wycheproof " + file + " as epk: " + malformed + " malformed, " + undecryptable + " other");
    assertThat(malformed + undecryptable).isEqualTo(count);
  }
}
