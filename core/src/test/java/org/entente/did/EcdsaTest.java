package org.entente.did;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.util.BigIntegers;
import org.entente.keys.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ES256 and ES256K have beyond a signature that verifies: two numbers in a range. */
class EcdsaTest {
  private static final CurveArithmetic ARITHMETIC = CurveArithmetic.standard();
  private static final int MESSAGES = 40;
  private static final byte[] KEY = new byte[32];

  static {
    Arrays.fill(KEY, (byte) 7);
  }

  @ParameterizedTest
  @EnumSource(names = {"P256", "SECP256K1"})
  void bothValuesOfSVerifyAndWeSignWithTheOneThatComesOut(Curve curve) {
    BigInteger n = EcCurve.get(curve).parameters().n();
    int high = 0;
    for (int i = 0; i < MESSAGES; i++) {
      byte[] data = data(i);
      byte[] signature = sign(curve, data);
      BigInteger s = s(signature);
      if (s.compareTo(n.shiftRight(1)) > 0) {
        high++;
      }

      byte[] other = join(Arrays.copyOf(signature, 32), number(n.subtract(s)));

      assertThat(other).isNotEqualTo(signature);
      assertThat(verify(curve, data, signature)).isTrue();
      assertThat(verify(curve, data, other)).isTrue();
    }
    assertThat(high).isBetween(1, MESSAGES - 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"P256", "SECP256K1"})
  void oneKeySignsOneMessageInOneWay(Curve curve) {
    assertThat(sign(curve, data(1)))
        .isEqualTo(sign(curve, data(1)))
        .isNotEqualTo(sign(curve, data(2)));
  }

  @ParameterizedTest
  @EnumSource(names = {"P256", "SECP256K1"})
  void numbersOutsideTheRangeDoNotVerify(Curve curve) {
    byte[] data = data(1);
    byte[] signature = sign(curve, data);
    byte[] r = Arrays.copyOf(signature, 32);
    byte[] s = Arrays.copyOfRange(signature, 32, 64);
    BigInteger n = EcCurve.get(curve).parameters().n();
    byte[] largest = new byte[32];
    Arrays.fill(largest, (byte) 0xff);

    for (byte[] outside :
        List.of(new byte[32], number(n), number(n.add(BigInteger.ONE)), largest)) {
      assertThat(verify(curve, data, join(outside, s))).isFalse();
      assertThat(verify(curve, data, join(r, outside))).isFalse();
      assertThat(verify(curve, data, join(outside, outside))).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"P256", "SECP256K1"})
  void theSameNumbersInMoreBytesDoNotVerify(Curve curve) {
    for (int i = 0; i < 4; i++) {
      byte[] data = data(i);
      byte[] signature = sign(curve, data);
      byte[] r = Arrays.copyOf(signature, 32);
      byte[] s = Arrays.copyOfRange(signature, 32, 64);

      assertThat(verify(curve, data, join(r, join(new byte[1], s)))).isFalse();
      assertThat(verify(curve, data, join(join(new byte[1], r), s))).isFalse();
      assertThat(verify(curve, data, join(join(new byte[1], r), join(new byte[1], s)))).isFalse();
      assertThat(verify(curve, data, join(signature, new byte[1]))).isFalse();
    }
  }

  private static byte[] sign(Curve curve, byte[] data) {
    return ARITHMETIC.sign(Secret.copyOf(KEY), publicKey(curve), data);
  }

  private static boolean verify(Curve curve, byte[] data, byte[] signature) {
    return ARITHMETIC.verify(publicKey(curve), data, signature);
  }

  private static PublicJwk publicKey(Curve curve) {
    return ARITHMETIC.publicKey(curve, Secret.copyOf(KEY));
  }

  private static BigInteger s(byte[] signature) {
    return new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
  }

  private static byte[] number(BigInteger number) {
    return BigIntegers.asUnsignedByteArray(32, number);
  }

  private static byte[] data(int i) {
    return ("message " + i).getBytes(UTF_8);
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
