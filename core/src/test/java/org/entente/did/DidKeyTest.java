package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.entente.keys.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DidKeyTest {
  @Test
  void anEd25519KeyBringsTheX25519KeyOfTheSpecificationsExample() {
    Did did = new Did("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");

    DidDocument document = DidKey.resolve(did);

    assertThat(document.authentication().get(0).fragments().get(0))
        .isEqualTo("z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");
    assertThat(document.keyAgreement().get(0).fragments().get(0))
        .isEqualTo("z6LSj72tK8brWgZja8NLRwPigth2T9QRiG1uH9oKZuKjdh9p");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
        "did:key:z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F",
        "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme",
        "did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",
        "did:key:z82Lm1MpAkeJcix9K8TMiLd5NMAhnwkjjCBeWHXyu3U4oT2MVJJKXkcVBgjGhnLBn2Kaau9"
      })
  void theKeysOfTheSpecificationsExamplesAreCalledAsTheyAreWritten(String text) {
    String multibase = text.substring("did:key:".length());

    DidDocument document = DidKey.resolve(new Did(text));

    VerificationMethod method = document.verificationMethods().get(0);
    assertThat(method.id()).isEqualTo(text + "#" + multibase);
    assertThat(method.fragments()).containsExactly(multibase);
    for (Profile profile : Profile.values()) {
      assertThat(method.fragment(profile)).isEqualTo(multibase);
    }
    boolean signs = !multibase.startsWith("z6LS");
    for (VerificationRelationship relationship : VerificationRelationship.values()) {
      if (relationship != VerificationRelationship.KEY_AGREEMENT) {
        assertThat(document.verificationMethods(relationship).contains(method)).isEqualTo(signs);
      }
    }
    assertThat(DidDocument.parse(document.toJson()).verificationMethods().get(0).key())
        .isEqualTo(method.key());
  }

  @Test
  void theX25519KeyOfAnEd25519KeyIsThatOfTheSpecificationsExample() {
    Did did = new Did("did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp");

    VerificationMethod derived = DidKey.resolve(did).keyAgreement().get(0);

    assertThat(derived.id()).isEqualTo(did + "#z6LShs9GGnqk85isEBzzshkuVWrVKsRp24GnDuHk8QWkARMW");
    assertThat(derived.key().orElseThrow().toJson().getString("x"))
        .isEqualTo("W_Vcc7guviK-gPNDBmevVw-uJVamQV5rMNQGUwCqlH0");
  }

  @Test
  void theDerivedKeyIsThePublicPartOfTheDerivedPrivateKey() throws Exception {
    CurveArithmetic arithmetic = CurveArithmetic.standard();
    for (int i = 0; i < 20; i++) {
      CurveArithmetic.KeyPair pair = arithmetic.generate(Curve.ED25519, new SecureRandom());
      byte[] hash = MessageDigest.getInstance("SHA-512").digest(pair.privateKey().expose());
      Secret converted = Secret.takeOver(Arrays.copyOf(hash, 32)); // RFC 8032 §5.1.5

      DidDocument document = DidKey.resolve(new Did("did:key:" + pair.publicKey().multibase()));

      assertThat(document.keyAgreement().get(0).key())
          .contains(arithmetic.publicKey(Curve.X25519, converted));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"X25519", "P256", "P384", "P521", "SECP256K1"})
  void keysOfEveryOtherCurveAreReadUnderTheirMultibaseName(Curve curve) {
    PublicJwk key = PeerDids.key(curve, new Random(curve.multicodec()));

    DidDocument document = DidKey.resolve(DidKey.create(key));

    assertThat(document.id()).isEqualTo(new Did("did:key:" + key.multibase()));
    VerificationMethod method =
        curve == Curve.SECP256K1
            ? document.authentication().get(0)
            : document.keyAgreement().get(0);
    assertThat(method.key()).contains(key);
    assertThat(method.fragments().get(0)).isEqualTo(key.multibase());
    assertThat(document.authentication()).hasSize(curve == Curve.X25519 ? 0 : 1);
    assertThat(document.keyAgreement()).hasSize(curve == Curve.SECP256K1 ? 0 : 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2do0",
        "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2do",
        "did:key:6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
        "did:key:z",
        "did:key:1.1:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
        "did:peer:0z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
      })
  void brokenTextIsRefused(String did) {
    assertThatExceptionOfType(DidResolutionException.class)
        .isThrownBy(() -> DidKey.resolve(new Did(did)));
  }

  @Test
  void ed25519KeysThatAreNoPointsOrOfLowOrderAreRefused() {
    byte[] zero = new byte[32];
    byte[] identity = new byte[32];
    identity[0] = 1;
    byte[] offCurve = new byte[32];
    offCurve[0] = 2;
    byte[] beyondTheField = new byte[32];
    Arrays.fill(beyondTheField, (byte) 0xff);

    for (byte[] raw : new byte[][] {zero, identity, offCurve, beyondTheField}) {
      Did did = new Did("did:key:" + PublicJwk.of(Curve.ED25519, raw).multibase());
      assertThatExceptionOfType(DidResolutionException.class)
          .isThrownBy(() -> DidKey.resolve(did))
          .withMessageContaining("not on its curve");
    }
  }
}
