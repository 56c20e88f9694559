package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.entente.Vectors;
import org.entente.did.Curve;
import org.entente.did.Did;
import org.entente.did.DidUrl;
import org.entente.did.OwnKey;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The signed vectors of DIDComm v2, appendix C.2: all three verify. That of EdDSA is made again
 * byte for byte; those of ES256 and ES256K were made with a random number that is not published.
 */
class DidCommAppendixC2Test {
  private static final Peer BOB = Peer.of(new Did("did:example:bob"), new ExampleDids());

  @ParameterizedTest
  @ValueSource(strings = {"eddsa-ed25519", "es256-p256", "es256k-secp256k1"})
  void theSignatureVerifies(String name) {
    JsonObject vector = read(name);

    Unpacked unpacked = BOB.envelopes().unpack(vector.getObject("message").toBytes());

    assertThat(unpacked.message().toJson().toJson()).isEqualTo(vector.getString("expectedPayload"));
    assertThat(unpacked.protection().signer()).isEqualTo(DidUrl.parse(vector.getString("signer")));
    assertThat(unpacked.protection().author()).isEmpty();
    assertThat(unpacked.protection().algorithms())
        .containsExactly(vector.getObject("protectedDecoded").getString("alg"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"eddsa-ed25519", "es256-p256", "es256k-secp256k1"})
  void anAlteredOneDoesNotVerify(String name) {
    JsonObject message = read(name).getObject("message");
    JsonObject signature = message.objects("signatures").get(0);
    String payload =
        read(name).getString("expectedPayload").replace("and its value", "and my value!");
    String header =
        new String(Base64Url.decode(signature.getString("protected")), StandardCharsets.UTF_8);

    List<JsonObject> altered =
        List.of(
            Forge.with(message, "payload", encode(payload)),
            Forge.withInFirst(message, "signatures", "protected", encode(' ' + header)),
            Forge.withInFirst(message, "signatures", "signature", turned(signature, 0)),
            Forge.withInFirst(message, "signatures", "signature", turned(signature, 63)),
            Forge.withInFirst(message, "signatures", "signature", Base64Url.encode(new byte[64])));

    assertThat(payload).isNotEqualTo(read(name).getString("expectedPayload"));
    for (JsonObject envelope : altered) {
      assertThat(Refusals.refusal(BOB, envelope.toBytes()).code()).isEqualTo("e.p.trust.crypto");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"eddsa-ed25519", "es256-p256", "es256k-secp256k1"})
  void itDoesNotVerifyWithAnotherKeyOfTheSigner(String name) {
    JsonObject message = read(name).getObject("message");
    String signer = read(name).getString("signer");

    for (String key : List.of("#key-1", "#key-2", "#key-3")) {
      if (!signer.endsWith(key)) {
        JsonObject header = JsonObject.builder().put("kid", "did:example:alice" + key).build();
        JsonObject altered = Forge.withInFirst(message, "signatures", "header", header);

        assertThat(Refusals.refusal(BOB, altered.toBytes()).code()).isEqualTo("e.p.trust.crypto");
      }
    }
  }

  @Test
  void thatOfEdDsaIsMadeByteForByte() {
    JsonObject vector = read("eddsa-ed25519");
    JsonObject secret = Vectors.read("didcomm-v2/A1-sender-secrets.json").objects("secrets").get(0);
    Peer alice = Peer.of(new Did("did:example:alice"), new ExampleDids());
    OwnKey key =
        alice.own(secret.getString("kid"), Curve.ED25519, Base64Url.decode(secret.getString("d")));
    byte[] payload = vector.getString("expectedPayload").getBytes(StandardCharsets.UTF_8);

    Jws made = Jws.sign(payload, vector.getString("signer"), key, alice.keyManager);

    assertThat(made.toJson().toJson()).isEqualTo(vector.getObject("message").toJson());
  }

  private static JsonObject read(String name) {
    return Vectors.read("didcomm-v2/C2-signed-" + name + ".json");
  }

  private static String encode(String text) {
    return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String turned(JsonObject signature, int index) {
    byte[] bytes = Base64Url.decode(signature.getString("signature"));
    bytes[index] ^= 1;
    return Base64Url.encode(bytes);
  }
}
