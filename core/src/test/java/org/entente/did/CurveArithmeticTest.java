package org.entente.did;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import org.entente.exception.InvalidMessageException;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.keys.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Key agreement and signatures on every curve. */
class CurveArithmeticTest {
  private static final CurveArithmetic ARITHMETIC = CurveArithmetic.standard();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] DATA = "sample".getBytes(UTF_8);

  @ParameterizedTest
  @EnumSource(names = {"X25519", "P256", "P384", "P521"})
  void bothSidesAgreeOnOneSecretOfTheLengthOfTheField(Curve curve) {
    for (int i = 0; i < 20; i++) {
      CurveArithmetic.KeyPair ours = ARITHMETIC.generate(curve, RANDOM);
      CurveArithmetic.KeyPair theirs = ARITHMETIC.generate(curve, RANDOM);

      Secret secret = ARITHMETIC.agree(ours.privateKey(), theirs.publicKey());

      assertThat(secret).isEqualTo(ARITHMETIC.agree(theirs.privateKey(), ours.publicKey()));
      assertThat(secret.lengthBytes()).isEqualTo(curve == Curve.P521 ? 66 : fieldBytes(curve));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ED25519", "P256", "SECP256K1"})
  void aSignatureVerifiesForItsKeyAndDataOnly(Curve curve) {
    CurveArithmetic.KeyPair pair = ARITHMETIC.generate(curve, RANDOM);
    PublicJwk another = ARITHMETIC.generate(curve, RANDOM).publicKey();

    byte[] signature = ARITHMETIC.sign(pair.privateKey(), pair.publicKey(), DATA);

    assertThat(signature).hasSize(64);
    assertThat(ARITHMETIC.verify(pair.publicKey(), DATA, signature)).isTrue();
    assertThat(ARITHMETIC.verify(another, DATA, signature)).isFalse();
    assertThat(ARITHMETIC.verify(pair.publicKey(), new byte[6], signature)).isFalse();
    for (int bit = 0; bit < 512; bit++) {
      byte[] flipped = signature.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(ARITHMETIC.verify(pair.publicKey(), DATA, flipped)).as("bit %d", bit).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ED25519", "P256", "SECP256K1"})
  void aSignatureOfAnotherLengthDoesNotVerify(Curve curve) {
    CurveArithmetic.KeyPair pair = ARITHMETIC.generate(curve, RANDOM);
    byte[] signature = ARITHMETIC.sign(pair.privateKey(), pair.publicKey(), DATA);

    for (int length = 0; length < 130; length++) {
      if (length != 64) {
        byte[] other = Arrays.copyOf(signature, length);
        assertThat(ARITHMETIC.verify(pair.publicKey(), DATA, other)).isFalse();
      }
    }
    assertThat(ARITHMETIC.verify(pair.publicKey(), DATA, new byte[64])).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"X25519", "P384", "P521"})
  void aCurveWithoutSignaturesDoesNotSign(Curve curve) {
    CurveArithmetic.KeyPair pair = ARITHMETIC.generate(curve, RANDOM);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ARITHMETIC.sign(pair.privateKey(), pair.publicKey(), DATA));
    assertThat(ARITHMETIC.verify(pair.publicKey(), DATA, new byte[64])).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"ED25519", "SECP256K1"})
  void aCurveForSignaturesOnlyDoesNotAgree(Curve curve) {
    CurveArithmetic.KeyPair pair = ARITHMETIC.generate(curve, RANDOM);

    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> ARITHMETIC.agree(pair.privateKey(), pair.publicKey()));
  }

  @ParameterizedTest
  @EnumSource(names = {"X25519", "P256", "P384", "P521"})
  void aPrivateKeyOfAnotherLengthAgreesOnNothing(Curve curve) {
    CurveArithmetic.KeyPair pair = ARITHMETIC.generate(curve, RANDOM);
    byte[] ours = pair.privateKey().expose();

    for (int length : new int[] {0, 1, 16, 32, 33, 48, 66, 67}) {
      if (length != ours.length) {
        Secret other = Secret.takeOver(Arrays.copyOf(ours, length));
        assertThatExceptionOfType(InvalidMessageException.class)
            .as("%d bytes", length)
            .isThrownBy(() -> ARITHMETIC.agree(other, pair.publicKey()))
            .withMessage(InvalidMessageException.undecryptable().getMessage());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ED25519", "P256", "SECP256K1"})
  void aPrivateKeyOfAnotherLengthSignsNothing(Curve curve) {
    CurveArithmetic.KeyPair pair = ARITHMETIC.generate(curve, RANDOM);
    byte[] ours = pair.privateKey().expose();

    for (int length : new int[] {0, 1, 31, 33, 64}) {
      Secret other = Secret.takeOver(Arrays.copyOf(ours, length));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ARITHMETIC.sign(other, pair.publicKey(), DATA));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoPrivateKeyIsRefused(Curve curve) {
    int length = ARITHMETIC.generate(curve, RANDOM).privateKey().lengthBytes();

    for (int wrong : new int[] {0, 1, length - 1, length + 1}) {
      assertRefused(curve, new byte[wrong]);
    }
    if (curve.keyType().equals("EC")) {
      byte[] tooLarge = new byte[length];
      Arrays.fill(tooLarge, (byte) 0xff);
      assertRefused(curve, new byte[length]);
      assertRefused(curve, tooLarge);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"P256", "P384", "P521", "SECP256K1"})
  void aJwkIsReadOnlyIfItsPointIsOnItsCurve(Curve curve) {
    PublicJwk key = ARITHMETIC.generate(curve, RANDOM).publicKey();
    JsonObject jwk = key.toJson();
    int length = fieldBytes(curve);

    assertThat(PublicJwk.parse(jwk)).isEqualTo(key);
    assertNoKey(with(jwk, "y", jwk.getString("x")));
    assertNoKey(with(jwk, "x", Base64Url.encode(new byte[length - 1])));
    assertNoKey(with(jwk, "x", Base64Url.encode(new byte[length + 1])));
    assertNoKey(jwk.without(Set.of("y")));
    // infinity has no coordinates, and this is how some write it
    assertNoKey(
        with(
            with(jwk, "x", Base64Url.encode(new byte[length])),
            "y",
            Base64Url.encode(new byte[length])));
    byte[] beyondTheField = new byte[length];
    Arrays.fill(beyondTheField, (byte) 0xff);
    assertNoKey(with(jwk, "x", Base64Url.encode(beyondTheField)));
    for (Curve other : new Curve[] {Curve.P256, Curve.P384, Curve.P521, Curve.SECP256K1}) {
      if (other != curve) {
        assertNoKey(with(jwk, "crv", other.joseName()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"P256", "P384", "P521", "SECP256K1"})
  void aCompressedPointIsReadOnlyIfItIsOnItsCurve(Curve curve) {
    int on = 0;
    for (int x = 0; x < 200; x++) {
      byte[] raw = new byte[curve.publicKeyBytes()];
      raw[0] = 2;
      byte[] number = BigInteger.valueOf(x).toByteArray();
      System.arraycopy(number, 0, raw, raw.length - number.length, number.length);
      if (PublicJwk.find(curve, raw).isPresent()) {
        on++;
        assertThat(PublicJwk.parse(PublicJwk.of(curve, raw).toJson()).raw()).isEqualTo(raw);
      } else {
        assertThatIllegalArgumentException().isThrownBy(() -> PublicJwk.of(curve, raw));
      }
      raw[0] = 4;
      assertThat(PublicJwk.find(curve, raw)).isEmpty();
    }
    // every other number is the x of a point
    assertThat(on).isBetween(60, 140);
  }

  private static int fieldBytes(Curve curve) {
    return curve.publicKeyBytes() - (curve.keyType().equals("EC") ? 1 : 0);
  }

  private static void assertRefused(Curve curve, byte[] privateKey) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ARITHMETIC.publicKey(curve, Secret.copyOf(privateKey)));
  }

  private static void assertNoKey(JsonObject jwk) {
    assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> PublicJwk.parse(jwk));
  }

  private static JsonObject with(JsonObject json, String name, String value) {
    return JsonObject.builder().putAll(json).put(name, value).build();
  }
}
