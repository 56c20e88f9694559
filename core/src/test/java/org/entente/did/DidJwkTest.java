package org.entente.did;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Random;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DidJwkTest {
  @ParameterizedTest
  @EnumSource
  void aKeyOfEveryCurveIsForAllThatItsCurveIsFor(Curve curve) {
    PublicJwk key = PeerDids.key(curve, new Random(1));
    Did did = DidJwk.create(key);

    DidDocument document = DidJwk.resolve(did);

    assertThat(document.id()).isEqualTo(did);
    assertThat(document.verificationMethods()).hasSize(1);
    boolean agrees = curve != Curve.ED25519 && curve != Curve.SECP256K1;
    assertThat(document.findKeyAgreement("0").isPresent()).isEqualTo(agrees);
    assertThat(document.findAuthentication("0").isPresent()).isEqualTo(curve != Curve.X25519);
    assertThat(document.verificationMethods().get(0).key()).contains(key);
    assertThat(document.verificationMethods().get(0).id()).isEqualTo(did + "#0");
  }

  @Test
  void theUseOfTheKeyIsRespected() {
    JsonObject jwk = PeerDids.key(Curve.P256, new Random(2)).toJson();

    DidDocument signing = DidJwk.resolve(did(with(jwk, "use", "sig").toJson()));
    DidDocument encrypting = DidJwk.resolve(did(with(jwk, "use", "enc").toJson()));

    assertThat(signing.keyAgreement()).isEmpty();
    assertThat(signing.authentication()).hasSize(1);
    assertThat(encrypting.keyAgreement()).hasSize(1);
    assertThat(encrypting.authentication()).isEmpty();
  }

  @Test
  void theJwkIsGivenBackAsItIs() {
    JsonObject jwk = with(PeerDids.key(Curve.P256, new Random(3)).toJson(), "alg", "ES256");

    JsonObject document = DidJwk.resolve(did(jwk.toJson())).toJson();

    assertThat(document.objects("verificationMethod").get(0).getObject("publicKeyJwk"))
        .isEqualTo(jwk);
    assertThat(document.strings("authentication"))
        .isEqualTo(List.of(did(jwk.toJson()).value() + "#0"));
  }

  @Test
  void aPrivateKeyIsRefusedAndNotQuoted() {
    JsonObject jwk = with(PeerDids.key(Curve.X25519, new Random(4)).toJson(), "d", "CANARY");

    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(() -> DidJwk.resolve(did(jwk.toJson())))
        .withMessageNotContaining("CANARY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "7",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
        "{\"kty\":\"OKP\",\"crv\":\"X448\",\"x\":\"AAAA\"}",
        "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
        "{\"kty\":\"OKP\",\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AAAA\"}"
      })
  void whatIsNoKeyOfAKnownKindIsRefused(String jwk) {
    refuses(did(jwk));
  }

  @Test
  void brokenTextIsRefused() {
    refuses(new Did("did:jwk:e30="));
    refuses(new Did("did:jwk:e3%30"));
    refuses(new Did("did:jwk:" + "A".repeat(4000)));
    refuses(new Did("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"));
  }

  private static void refuses(Did did) {
    assertThatExceptionOfType(DidResolutionException.class).isThrownBy(() -> DidJwk.resolve(did));
  }

  private static Did did(String jwk) {
    return new Did("did:jwk:" + Base64Url.encode(jwk.getBytes(UTF_8)));
  }

  private static JsonObject with(JsonObject json, String name, String value) {
    return JsonObject.builder().putAll(json).put(name, value).build();
  }
}
