package org.entente.did;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/**
 * One of the curves in short Weierstrass form: the NIST curves (FIPS 186-4) and secp256k1 (SEC 2),
 * all of prime order, so that every point on the curve but infinity is of full order. Thread-safe.
 */
final class EcCurve {
  private static final Map<Curve, EcCurve> CURVES = new EnumMap<>(Curve.class);

  static {
    for (Curve curve : Curve.values()) {
      if (curve.keyType().equals("EC")) {
        CURVES.put(curve, new EcCurve(CustomNamedCurves.getByName(curve.joseName())));
      }
    }
  }

  private final ECDomainParameters domain;
  private final int coordinateBytes;

  private EcCurve(X9ECParameters parameters) {
    this.domain = new ECDomainParameters(parameters);
    this.coordinateBytes = (domain.getCurve().getFieldSize() + 7) / 8;
  }

  /** The curve, if it is one of this form. */
  static Optional<EcCurve> find(Curve curve) {
    return Optional.ofNullable(CURVES.get(curve));
  }

  /** The curve, which is known to be one of this form. */
  static EcCurve get(Curve curve) {
    return find(curve).orElseThrow();
  }

  /** What defines the curve (SEC 1 §3.1.1), to compare with what was published. */
  record Parameters(
      BigInteger p, BigInteger a, BigInteger b, BigInteger gx, BigInteger gy, BigInteger n) {}

  Parameters parameters() {
    ECPoint g = domain.getG().normalize();
    return new Parameters(
        domain.getCurve().getField().getCharacteristic(),
        domain.getCurve().getA().toBigInteger(),
        domain.getCurve().getB().toBigInteger(),
        g.getAffineXCoord().toBigInteger(),
        g.getAffineYCoord().toBigInteger(),
        domain.getN());
  }

  /** Length of a coordinate, and of a private key. */
  int coordinateBytes() {
    return coordinateBytes;
  }

  /** The uncompressed point, x and y without prefix; empty if none is on the curve. */
  Optional<byte[]> decompress(byte[] compressed) {
    try {
      return compressed.length == coordinateBytes + 1
          ? Optional.of(coordinates(domain.getCurve().decodePoint(compressed)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The compressed point (SEC 1 §2.3.3); empty if it is not on the curve.
   *
   * @param coordinates x and y; a number that is not below the field's prime is no coordinate
   */
  Optional<byte[]> compress(byte[] coordinates) {
    try {
      ECPoint point = point(coordinates);
      return point.isValid() ? Optional.of(point.getEncoded(true)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A private key: a number between 1 and the order of the curve, big-endian. */
  byte[] generatePrivateKey(SecureRandom random) {
    BigInteger d;
    do {
      d = new BigInteger(domain.getN().bitLength(), random);
    } while (!isScalar(d));
    return toBytes(d);
  }

  /**
   * The public key, as x and y.
   *
   * @throws IllegalArgumentException if the private key is none
   */
  byte[] publicKey(byte[] privateKey) {
    // its table look-ups touch every entry, whatever the scalar
    ECPoint point = new FixedPointCombMultiplier().multiply(domain.getG(), scalar(privateKey));
    return coordinates(point.normalize());
  }

  /**
   * The x coordinate of the agreed point, padded to the size of the field (NIST SP 800-56A
   * §5.7.1.2).
   *
   * @param coordinates a point that is known to be on the curve
   */
  byte[] agree(byte[] privateKey, byte[] coordinates) {
    // its steps and table look-ups do not depend on the scalar
    ECPoint agreed =
        ECAlgorithms.multiplySecret(point(coordinates), scalar(privateKey), domain.getN());
    return agreed.normalize().getAffineXCoord().getEncoded();
  }

  /**
   * ECDSA with SHA-256, its nonce made of key and data (RFC 6979): r, then s (RFC 7518 §3.4). Of
   * the two values of s it is the one that comes out, be it the high one.
   */
  byte[] sign(byte[] privateKey, byte[] data) {
    // it multiplies by the nonce as publicKey does by the private key
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(scalar(privateKey), domain));
    BigInteger[] signature = signer.generateSignature(sha256(data));
    byte[] bytes = Arrays.copyOf(toBytes(signature[0]), 2 * coordinateBytes);
    System.arraycopy(toBytes(signature[1]), 0, bytes, coordinateBytes, coordinateBytes);
    return bytes;
  }

  /**
   * Whether the signature is this key's. Either of the two values of s is: JOSE asks for no low
   * one.
   *
   * @param coordinates a point that is known to be on the curve
   */
  boolean verify(byte[] coordinates, byte[] data, byte[] signature) {
    if (signature.length != 2 * coordinateBytes) {
      return false;
    }
    BigInteger r = new BigInteger(1, Arrays.copyOf(signature, coordinateBytes));
    BigInteger s =
        new BigInteger(1, Arrays.copyOfRange(signature, coordinateBytes, signature.length));
    if (!isScalar(r) || !isScalar(s)) {
      return false;
    }
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, new ECPublicKeyParameters(point(coordinates), domain));
    return verifier.verifySignature(sha256(data), r, s);
  }

  private BigInteger scalar(byte[] privateKey) {
    BigInteger scalar = new BigInteger(1, privateKey);
    if (privateKey.length != coordinateBytes || !isScalar(scalar)) {
      throw new IllegalArgumentException(
          "a private key has "
              + coordinateBytes
              + " bytes and lies between 0 and the order of the curve");
    }
    return scalar;
  }

  private ECPoint point(byte[] coordinates) {
    byte[] x = Arrays.copyOf(coordinates, coordinateBytes);
    byte[] y = Arrays.copyOfRange(coordinates, coordinateBytes, 2 * coordinateBytes);
    return domain.getCurve().createPoint(new BigInteger(1, x), new BigInteger(1, y));
  }

  private byte[] coordinates(ECPoint point) {
    byte[] uncompressed = point.getEncoded(false);
    return Arrays.copyOfRange(uncompressed, 1, uncompressed.length);
  }

  private byte[] toBytes(BigInteger number) {
    return BigIntegers.asUnsignedByteArray(coordinateBytes, number);
  }

  private static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private boolean isScalar(BigInteger number) {
    return number.signum() > 0 && number.compareTo(domain.getN()) < 0;
  }
}
