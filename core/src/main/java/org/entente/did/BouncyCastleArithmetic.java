package org.entente.did;

import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.entente.exception.InvalidMessageException;
import org.entente.keys.Secret;

/**
 * Bouncy Castle's own field arithmetic: three times as fast as the JDK's, and needs no provider.
 */
final class BouncyCastleArithmetic implements CurveArithmetic {
  static final BouncyCastleArithmetic INSTANCE = new BouncyCastleArithmetic();

  private BouncyCastleArithmetic() {
    X25519.precompute();
    Ed25519.precompute();
  }

  @Override
  public KeyPair generate(Curve curve, SecureRandom random) {
    byte[] privateKey = new byte[32];
    switch (curve) {
      case X25519 -> X25519.generatePrivateKey(random, privateKey);
      case ED25519 -> Ed25519.generatePrivateKey(random, privateKey);
      default -> throw unsupported(curve);
    }
    Secret secret = Secret.takeOver(privateKey);
    return new KeyPair(secret, publicKey(curve, secret));
  }

  @Override
  public PublicJwk publicKey(Curve curve, Secret privateKey) {
    byte[] publicKey = new byte[32];
    switch (curve) {
      case X25519 -> X25519.generatePublicKey(privateKey.expose(), 0, publicKey, 0);
      case ED25519 -> Ed25519.generatePublicKey(privateKey.expose(), 0, publicKey, 0);
      default -> throw unsupported(curve);
    }
    return PublicJwk.of(curve, publicKey);
  }

  @Override
  public Secret agree(Secret privateKey, PublicJwk theirs) {
    if (theirs.curve() != Curve.X25519) {
      throw InvalidMessageException.undecryptable();
    }
    byte[] shared = new byte[X25519.POINT_SIZE];
    // false for a low-order point, which gives zeros (RFC 7748 §6.1, threat model S5)
    if (!X25519.calculateAgreement(privateKey.expose(), 0, theirs.raw(), 0, shared, 0)) {
      throw InvalidMessageException.undecryptable();
    }
    return Secret.takeOver(shared);
  }

  @Override
  public byte[] sign(Secret privateKey, PublicJwk publicKey, byte[] data) {
    if (publicKey.curve() != Curve.ED25519) {
      throw unsupported(publicKey.curve());
    }
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(privateKey.expose(), 0, publicKey.raw(), 0, data, 0, data.length, signature, 0);
    return signature;
  }

  @Override
  public boolean verify(PublicJwk publicKey, byte[] data, byte[] signature) {
    return publicKey.curve() == Curve.ED25519
        && signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, publicKey.raw(), 0, data, 0, data.length);
  }

  private static IllegalArgumentException unsupported(Curve curve) {
    return new IllegalArgumentException(curve.joseName() + " does not support this operation");
  }
}
