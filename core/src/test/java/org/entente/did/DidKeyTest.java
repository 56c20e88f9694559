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
