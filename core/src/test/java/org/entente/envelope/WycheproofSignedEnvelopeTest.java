package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.entente.Vectors;
import org.entente.did.Curve;
import org.entente.did.Did;
import org.entente.did.OwnKey;
import org.entente.did.PeerDid;
import org.entente.exception.InvalidMessageException;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.message.Message;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Project Wycheproof's ECDSA signatures in whole signed envelopes. None is that of the envelope, so
 * each must be refused, however long it is and whatever numbers it has, and for that alone.
 */
class WycheproofSignedEnvelopeTest {
  @ParameterizedTest
  @CsvSource({
    "ecdsa_secp256r1_sha256_p1363_test.json, P256, 262",
    "ecdsa_secp256k1_sha256_p1363_test.json, SECP256K1, 252"
  })
  void anEnvelopeWithAnotherSignatureIsRefused(String file, Curve curve, int count) {
    KeyRing keys = new KeyRing();
    OwnKey key = keys.keyManager().generate(curve);
    Did did = PeerDid.builder().authentication(key.publicKey()).create();
    keys.add(PeerDid.resolve(did), List.of(key));
    Envelopes envelopes = Envelopes.of(keys);
    Message message = Message.builder("1", Plaintexts.TYPE).from(did).build();
    JsonObject packed = Forge.json(envelopes.pack(message, Packing.signed()));
    assertThat(envelopes.unpack(packed.toBytes()).protection().signer()).isPresent();

    int run = 0;
    for (JsonObject group : Vectors.wycheproof(file).objects("testGroups")) {
      for (JsonObject test : group.objects("tests")) {
        run++;
        String signature = Base64Url.encode(HexFormat.of().parseHex(test.getString("sig")));
        JsonObject other = Forge.withInFirst(packed, "signatures", "signature", signature);
        InvalidMessageException refusal = Refusals.refusal(envelopes, other.toBytes());
        assertThat(refusal.code())
            .as("tcId %d", test.getInteger("tcId"))
            .isEqualTo("e.p.trust.crypto");
      }
    }
    System.out.printf("Wycheproof %s in signed envelopes: %d run, 0 skipped%n", file, run);
    assertThat(run).isEqualTo(count);
  }
}
