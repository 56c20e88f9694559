package org.entente.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.util.BigIntegers;
import org.entente.exception.InvalidMessageException;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.keys.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ends of the ranges: of coordinates, of private keys, and of what is agreed. */
class EcPointTest {
  private static final CurveArithmetic ARITHMETIC = CurveArithmetic.standard();

  @ParameterizedTest
  @EnumSource(names = {"P256", "P384", "P521", "SECP256K1"})
  void aCoordinateBeyondTheFieldIsNotReadAsWhatItIsCongruentTo(Curve curve) {
    PublicJwk key = withSmallX(curve);
    byte[] x = Arrays.copyOf(key.coordinates(), length(curve));
    byte[] y = Arrays.copyOfRange(key.coordinates(), length(curve), 2 * length(curve));
    byte[] xAndP = number(curve, new BigInteger(1, x).add(EcCurve.get(curve).parameters().p()));
    byte[] compressed = new byte[curve.publicKeyBytes()];
    compressed[0] = key.raw()[0];
    System.arraycopy(xAndP, 0, compressed, 1, xAndP.length);

    assertThat(PublicJwk.parse(jwk(curve, x, y))).isEqualTo(key);
    assertNoKey(jwk(curve, xAndP, y));
    assertThatIllegalArgumentException().isThrownBy(() -> PublicJwk.of(curve, compressed));
    assertThat(PublicJwk.parseMultibase(multibase(curve, compressed))).isEmpty();
  }

  @Test
  void norIsSuchAYWhereTheBytesHaveRoomForIt() {
    PublicJwk key = withSmallX(Curve.P521);
    byte[] x = Arrays.copyOf(key.coordinates(), 66);
    byte[] y = Arrays.copyOfRange(key.coordinates(), 66, 132);
    BigInteger p = EcCurve.get(Curve.P521).parameters().p();

    assertNoKey(jwk(Curve.P521, x, number(Curve.P521, new BigInteger(1, y).add(p))));
  }

  @ParameterizedTest
  @EnumSource(names = {"P256", "P384", "P521", "SECP256K1"})
  void onlyTwoFirstBytesAreThoseOfACompressedPoint(Curve curve) {
    byte[] raw = withSmallX(curve).raw();

    for (int first = 0; first < 256; first++) {
      raw[0] = (byte) first;
      assertThat(PublicJwk.find(curve, raw).isPresent()).isEqualTo(first == 2 || first == 3);
    }
    // infinity (SEC 1 §2.3.3), as it is and filled up
    assertThat(PublicJwk.find(curve, new byte[1])).isEmpty();
    assertThat(PublicJwk.find(curve, new byte[curve.publicKeyBytes()])).isEmpty();
    assertThat(PublicJwk.parseMultibase(multibase(curve, new byte[1]))).isEmpty();
    assertThat(PublicJwk.parseMultibase(multibase(curve, new byte[curve.publicKeyBytes()])))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"P256", "P384", "P521", "SECP256K1"})
  void anUncompressedPointIsNoMultikey(Curve curve) {
    byte[] coordinates = withSmallX(curve).coordinates();
    byte[] uncompressed = new byte[coordinates.length + 1];
    uncompressed[0] = 4;
    System.arraycopy(coordinates, 0, uncompressed, 1, coordinates.length);

    assertThat(PublicJwk.parseMultibase(multibase(curve, uncompressed))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"P256", "P384", "P521", "SECP256K1"})
  void privateKeysAreTheNumbersFromOneToTheOrderExclusive(Curve curve) {
    EcCurve.Parameters parameters = EcCurve.get(curve).parameters();
    BigInteger n = parameters.n();

    byte[] base = ARITHMETIC.publicKey(curve, secret(curve, BigInteger.ONE)).coordinates();
    byte[] minusBase =
        ARITHMETIC.publicKey(curve, secret(curve, n.subtract(BigInteger.ONE))).coordinates();

    assertThat(base).isEqualTo(join(curve, parameters.gx(), parameters.gy()));
    assertThat(minusBase)
        .isEqualTo(join(curve, parameters.gx(), parameters.p().subtract(parameters.gy())));
    for (BigInteger none : new BigInteger[] {BigInteger.ZERO, n, n.add(BigInteger.ONE)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ARITHMETIC.publicKey(curve, secret(curve, none)));
    }
    byte[] longer = new byte[length(curve) + 1];
    longer[length(curve)] = 1; // the number is in range, but has a byte too many
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ARITHMETIC.publicKey(curve, Secret.takeOver(longer)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ARITHMETIC.publicKey(curve, Secret.takeOver(new byte[] {1})));
  }

  @ParameterizedTest
  @EnumSource(names = {"P256", "P384", "P521"})
  void whatIsAgreedKeepsItsLeadingZeros(Curve curve) {
    int found = 0;
    for (int i = 1; found < 2; i++) {
      Secret key = secret(curve, BigInteger.valueOf(i));
      PublicJwk point = ARITHMETIC.publicKey(curve, key);
      byte[] x = Arrays.copyOf(point.coordinates(), length(curve));
      if (x[0] != 0 || (curve == Curve.P521 && x[1] != 0)) {
        continue;
      }
      found++;
      // once with the base point, once with the number 1: both are the point itself
      PublicJwk base = ARITHMETIC.publicKey(curve, secret(curve, BigInteger.ONE));
      assertThat(ARITHMETIC.agree(key, base).expose()).isEqualTo(x);
      assertThat(ARITHMETIC.agree(secret(curve, BigInteger.ONE), point).expose()).isEqualTo(x);
    }
  }

  /** A point whose x leaves room for the field's prime to be added, on each curve. */
  private static PublicJwk withSmallX(Curve curve) {
    byte[] raw = new byte[curve.publicKeyBytes()];
    raw[0] = 2;
    for (int x = 1; x < 128; x++) {
      raw[raw.length - 1] = (byte) x;
      if (PublicJwk.find(curve, raw).isPresent()) {
        return PublicJwk.of(curve, raw);
      }
    }
    throw new AssertionError("no small x on " + curve);
  }

  private static String multibase(Curve curve, byte[] raw) {
    byte[] bytes = new byte[raw.length + 2];
    bytes[0] = (byte) ((curve.multicodec() & 0x7f) | 0x80);
    bytes[1] = (byte) (curve.multicodec() >> 7);
    System.arraycopy(raw, 0, bytes, 2, raw.length);
    return 'z' + Base58.encode(bytes);
  }

  private static JsonObject jwk(Curve curve, byte[] x, byte[] y) {
    return JsonObject.builder()
        .put("kty", "EC")
        .put("crv", curve.joseName())
        .put("x", Base64Url.encode(x))
        .put("y", Base64Url.encode(y))
        .build();
  }

  private static Secret secret(Curve curve, BigInteger number) {
    return Secret.takeOver(number(curve, number));
  }

  private static byte[] join(Curve curve, BigInteger x, BigInteger y) {
    byte[] joined = Arrays.copyOf(number(curve, x), 2 * length(curve));
    System.arraycopy(number(curve, y), 0, joined, length(curve), length(curve));
    return joined;
  }

  private static byte[] number(Curve curve, BigInteger number) {
    return BigIntegers.asUnsignedByteArray(length(curve), number);
  }

  private static int length(Curve curve) {
    return EcCurve.get(curve).coordinateBytes();
  }

  private static void assertNoKey(JsonObject jwk) {
    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> PublicJwk.parse(jwk))
        .withMessageContaining("not on its curve");
  }
}
