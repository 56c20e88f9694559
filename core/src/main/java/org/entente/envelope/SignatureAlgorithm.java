package org.entente.envelope;

import java.util.Arrays;
import java.util.Optional;
import org.entente.did.Curve;
import org.entente.exception.InvalidMessageException;

/** The values of {@code alg} in a signed envelope; all others are refused, {@code none} first. */
enum SignatureAlgorithm {
  /** Ed25519 (RFC 8037 §3.1). */
  EDDSA("EdDSA", Curve.ED25519),
  /** ECDSA with SHA-256 on P-256 (RFC 7518 §3.4). */
  ES256("ES256", Curve.P256),
  /** ECDSA with SHA-256 on secp256k1 (RFC 8812 §3.2). */
  ES256K("ES256K", Curve.SECP256K1);

  private final String joseName;
  private final Curve curve;

  SignatureAlgorithm(String joseName, Curve curve) {
    this.joseName = joseName;
    this.curve = curve;
  }

  static SignatureAlgorithm of(String name) {
    for (SignatureAlgorithm alg : values()) {
      if (alg.joseName.equals(name)) {
        return alg;
      }
    }
    throw InvalidMessageException.malformed("the signature's alg is not supported");
  }

  /** The one for keys on a curve, if they can sign. */
  static Optional<SignatureAlgorithm> forCurve(Curve curve) {
    return Arrays.stream(values()).filter(alg -> alg.curve == curve).findFirst();
  }

  String joseName() {
    return joseName;
  }

  /** The only curve that a key for it may be on. */
  Curve curve() {
    return curve;
  }
}
