package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSObjectJSON;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.impl.ConcatKDF;
import com.nimbusds.jose.crypto.impl.ECDH1PU;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.entente.Vectors;
import org.entente.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The encrypted vectors of DIDComm v2, appendix C.3, opened by Nimbus JOSE+JWT alone: that the two
 * implementations agree is worth something only if Nimbus agrees with the specification. In
 * particular the key derivation of ECDH-1PU takes in the tag, as draft-madden-jose-ecdh-1pu-04 §2.3
 * has it and earlier drafts do not.
 */
class NimbusAppendixCTest {
  static Stream<String> vectors() {
    return Stream.of(
        "ecdh-es-x25519-xc20p",
        "ecdh-es-p384-a256cbc-hs512",
        "ecdh-es-p521-a256gcm",
        "ecdh-1pu-x25519-a256cbc-hs512",
        "sign-eddsa-then-ecdh-1pu-p256-a256cbc-hs512",
        "sign-eddsa-ecdh-1pu-p521-then-ecdh-es-p521-xc20p");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void everyRecipientOpensIt(String name) throws Exception {
    JsonObject vector = read(name);
    JsonObject layer = vector.objects("layersOutermostFirst").get(0);

    assertThat(layer.getObject("recipients").names()).isNotEmpty();
    for (String kid : layer.getObject("recipients").names()) {
      assertThat(innermost(vector.getObject("message"), kid))
          .isEqualTo(vector.getString("expectedPlaintext"));
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theAuthenticatedOnesAreDerivedWithTheTag(String name) throws Exception {
    JsonObject vector = read(name);
    JsonObject envelope = vector.getObject("message");
    for (JsonObject layer : vector.objects("layersOutermostFirst")) {
      JsonObject recipients = layer.object("recipients").orElse(JsonObject.empty());
      for (String kid : recipients.names()) {
        if (layer.getString("layer").equals("authcrypt")) {
          assertDerivedWithTheTag(envelope, recipients.getObject(kid));
        }
      }
      if (!recipients.isEmpty() && layer.getString("layer").equals("anoncrypt")) {
        String kid = recipients.names().iterator().next();
        envelope = Forge.json(open(envelope, kid));
      }
    }
  }

  private static void assertDerivedWithTheTag(JsonObject envelope, JsonObject derived)
      throws Exception {
    JWEHeader header = JWEHeader.parse(new Base64URL(envelope.getString("protected")));
    Base64URL tag = new Base64URL(envelope.getString("tag"));
    SecretKeySpec z = new SecretKeySpec(hex(derived.getString("z_hex")), "AES");
    ConcatKDF kdf = new ConcatKDF("SHA-256");

    byte[] withTag = ECDH1PU.deriveSharedKey(header, z, tag, kdf).getEncoded();
    byte[] withoutTag = ECDH1PU.deriveSharedKey(header, z, kdf).getEncoded();

    assertThat(withTag).isEqualTo(hex(derived.getString("kek_hex"))).isNotEqualTo(withoutTag);
    assertThat(
            ConcatKdf.derive(
                z.getEncoded(),
                header.getAlgorithm().getName(),
                header.getAgreementPartyUInfo().decode(),
                header.getAgreementPartyVInfo().decode(),
                tag.decode()))
        .isEqualTo(withTag);
  }

  private static String innermost(JsonObject envelope, String kid) throws Exception {
    String text = envelope.toJson();
    while (Forge.json(bytes(text)).has("ciphertext")) {
      text = new String(open(Forge.json(bytes(text)), kid), StandardCharsets.UTF_8);
    }
    if (Forge.json(bytes(text)).has("payload")) {
      JWSObjectJSON jws = JWSObjectJSON.parse(text);
      JWK signer =
          secret("A1-sender", jws.getSignatures().get(0).getUnprotectedHeader().getKeyID());
      assertThat(
              jws.getSignatures()
                  .get(0)
                  .verify(new Ed25519Verifier(signer.toOctetKeyPair().toPublicJWK())))
          .isTrue();
      text = jws.getPayload().toString();
    }
    return text;
  }

  private static byte[] open(JsonObject envelope, String kid) throws Exception {
    JWEHeader header = JWEHeader.parse(new Base64URL(envelope.getString("protected")));
    JWK sender =
        header.getSenderKeyID() == null ? null : secret("A1-sender", header.getSenderKeyID());
    return Nimbus.decrypt(envelope, secret("A2-recipient", kid), sender);
  }

  private static JWK secret(String file, String kid) throws Exception {
    for (JsonObject jwk : Vectors.read("didcomm-v2/" + file + "-secrets.json").objects("secrets")) {
      if (jwk.getString("kid").equals(kid)) {
        return JWK.parse(jwk.toJson());
      }
    }
    throw new IllegalArgumentException("no key " + kid);
  }

  private static JsonObject read(String name) {
    return Vectors.read("didcomm-v2/C3-encrypted-" + name + ".json");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
