package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.entente.Vectors;
import org.entente.did.Curve;
import org.entente.did.Did;
import org.entente.did.DidUrl;
import org.entente.did.PublicJwk;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.keys.Secret;
import org.entente.limits.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of DIDComm v2, appendix C.2 and C.3, on the curves 25519. */
class DidCommAppendixCTest {
  private static final Limits LIMITS = Limits.defaults();

  @ParameterizedTest
  @CsvSource({
    "ecdh-es-x25519-xc20p, 1",
    "ecdh-es-x25519-xc20p, 2",
    "ecdh-es-x25519-xc20p, 3",
    "ecdh-1pu-x25519-a256cbc-hs512, 1",
    "ecdh-1pu-x25519-a256cbc-hs512, 2",
    "ecdh-1pu-x25519-a256cbc-hs512, 3"
  })
  void everyRecipientOpensIt(String name, int number) {
    JsonObject vector = Vectors.read("didcomm-v2/C3-encrypted-" + name + ".json");
    String kid = "did:example:bob#key-x25519-" + number;
    Peer bob = Peer.of(new Did("did:example:bob"), new ExampleDids());
    bob.own(kid, Curve.X25519, Base64Url.decode(secret(kid).getString("d")));

    Unpacked unpacked = bob.envelopes().unpack(vector.getObject("message").toBytes());

    assertThat(unpacked.message().toJson().toJson())
        .isEqualTo(vector.getString("expectedPlaintext"));
    assertThat(unpacked.protection().recipient()).isEqualTo(DidUrl.parse(kid));
    assertThat(unpacked.protection().author().map(Did::value).orElse("nobody"))
        .isEqualTo(name.contains("1pu") ? "did:example:alice" : "nobody");
  }

  @ParameterizedTest
  @CsvSource({"ecdh-es-x25519-xc20p", "ecdh-1pu-x25519-a256cbc-hs512"})
  void everyIntermediateValueIsThatOfTheVector(String name) throws Exception {
    JsonObject vector = Vectors.read("didcomm-v2/C3-encrypted-" + name + ".json");
    Jwe jwe = Jwe.read(vector.getObject("message"), new JsonReader(LIMITS), LIMITS);
    JweHeader header = jwe.header();
    boolean authenticated = header.skid().isPresent();
    byte[] tag = authenticated ? jwe.content().tag() : null;
    JsonObject derived = vector.objects("layersOutermostFirst").get(0).getObject("recipients");

    for (Jwe.Recipient recipient : jwe.recipients()) {
      JsonObject expected = derived.getObject(recipient.kid());
      Secret ours = Secret.takeOver(Base64Url.decode(secret(recipient.kid()).getString("d")));
      String z = hex(Peer.ARITHMETIC.agree(ours, header.epk()).expose());
      if (authenticated) {
        z += hex(Peer.ARITHMETIC.agree(ours, aliceKey()).expose());
      }
      byte[] otherInfo =
          ConcatKdf.otherInfo(header.alg().joseName(), header.apu(), header.apv(), 256, tag);
      byte[] kek = ConcatKdf.round(HexFormat.of().parseHex(z), otherInfo);
      byte[] cek = AesKeyWrap.unwrap(kek, recipient.encryptedKey());

      assertThat(z).isEqualTo(expected.getString("z_hex"));
      assertThat(hex(otherInfo)).isEqualTo(expected.getString("otherInfo_hex"));
      assertThat(hex(kek)).isEqualTo(expected.getString("kek_hex"));
      assertThat(hex(cek)).isEqualTo(expected.getString("cek_hex"));
    }
    assertThat(header.toJson())
        .isEqualTo(vector.objects("layersOutermostFirst").get(0).getObject("protectedDecoded"));
  }

  @Test
  void theSignatureVerifies() {
    JsonObject vector = Vectors.read("didcomm-v2/C2-signed-eddsa-ed25519.json");
    Peer bob = Peer.of(new Did("did:example:bob"), new ExampleDids());

    Unpacked unpacked = bob.envelopes().unpack(vector.getObject("message").toBytes());

    assertThat(unpacked.message().toJson().toJson()).isEqualTo(vector.getString("expectedPayload"));
    assertThat(unpacked.protection().signer()).isEqualTo(DidUrl.parse("did:example:alice#key-1"));
    assertThat(unpacked.protection().author()).isEmpty();
  }

  @Test
  void theSignatureOfAnotherPayloadDoesNotVerify() {
    JsonObject vector = Vectors.read("didcomm-v2/C2-signed-eddsa-ed25519.json");
    Peer bob = Peer.of(new Did("did:example:bob"), new ExampleDids());
    String another = vector.getString("expectedPayload").replace("its value", "my value");
    String payload = Base64Url.encode(another.getBytes(StandardCharsets.UTF_8));

    byte[] altered = Forge.with(vector.getObject("message"), "payload", payload).toBytes();

    assertThat(Refusals.refusal(bob, altered).code()).isEqualTo("e.p.trust.crypto");
  }

  private static PublicJwk aliceKey() {
    return new ExampleDids()
        .resolve(new Did("did:example:alice"))
        .findKeyAgreement("key-x25519-1")
        .flatMap(method -> method.key())
        .orElseThrow();
  }

  private static JsonObject secret(String kid) {
    List<JsonObject> secrets =
        Vectors.read("didcomm-v2/A2-recipient-secrets.json").objects("secrets");
    return secrets.stream()
        .filter(secret -> secret.getString("kid").equals(kid))
        .findFirst()
        .orElseThrow()
        .without(Set.of("kid"));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
