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

  private static final int PRIVATE_KEY_BYTES = 32;

  private BouncyCastleArithmetic() {
    X25519.precompute();
    Ed25519.precompute();
  }

  @Override
  public KeyPair generate(Curve curve, SecureRandom random) {
    byte[] privateKey = new byte[PRIVATE_KEY_BYTES];
    switch (curve) {
      case X25519 -> X25519.generatePrivateKey(random, privateKey);
      case ED25519 -> Ed25519.generatePrivateKey(random, privateKey);
      default -> privateKey = EcCurve.get(curve).generatePrivateKey(random);
    }
    Secret secret = Secret.takeOver(privateKey);
    return new KeyPair(secret, publicKey(curve, secret));
  }

  @Override
  public PublicJwk publicKey(Curve curve, Secret privateKey) {
    return switch (curve) {
      case X25519 -> {
        checkLength(privateKey);
        byte[] publicKey = new byte[X25519.POINT_SIZE];
        X25519.generatePublicKey(privateKey.expose(), 0, publicKey, 0);
        yield PublicJwk.of(curve, publicKey);
      }
      case ED25519 -> {
        checkLength(privateKey);
        byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(privateKey.expose(), 0, publicKey, 0);
        yield PublicJwk.of(curve, publicKey);
      }
      default ->
          PublicJwk.findPoint(curve, EcCurve.get(curve).publicKey(privateKey.expose()))
              .orElseThrow();
    };
  }

  @Override
  public Secret agree(Secret privateKey, PublicJwk theirs) {
    return switch (theirs.curve()) {
      case X25519 -> agreeX25519(privateKey, theirs);
      case ED25519, SECP256K1 -> throw InvalidMessageException.undecryptable();
      default -> agreeEc(privateKey, theirs);
    };
  }

  @Override
  public byte[] sign(Secret privateKey, PublicJwk publicKey, byte[] data) {
    return switch (publicKey.curve()) {
      case ED25519 -> {
        checkLength(privateKey);
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(
            privateKey.expose(), 0, publicKey.raw(), 0, data, 0, data.length, signature, 0);
        yield signature;
      }
      case P256, SECP256K1 -> EcCurve.get(publicKey.curve()).sign(privateKey.expose(), data);
      default ->
          throw new IllegalArgumentException(
              "there is no signature with keys on " + publicKey.curve().joseName());
    };
  }

  @Override
  public boolean verify(PublicJwk publicKey, byte[] data, byte[] signature) {
    return switch (publicKey.curve()) {
      case ED25519 ->
          signature.length == Ed25519.SIGNATURE_SIZE
              && Ed25519.verify(signature, 0, publicKey.raw(), 0, data, 0, data.length);
      case P256, SECP256K1 ->
          EcCurve.get(publicKey.curve()).verify(publicKey.coordinates(), data, signature);
      default -> false;
    };
  }

  private static Secret agreeX25519(Secret privateKey, PublicJwk theirs) {
    if (privateKey.lengthBytes() != PRIVATE_KEY_BYTES) {
      throw InvalidMessageException.undecryptable(); // of another curve: only part would be used
    }
    byte[] shared = new byte[X25519.POINT_SIZE];
    // false for a low-order point, which gives zeros (RFC 7748 §6.1, threat model S5)
    if (!X25519.calculateAgreement(privateKey.expose(), 0, theirs.raw(), 0, shared, 0)) {
      throw InvalidMessageException.undecryptable();
    }
    return Secret.takeOver(shared);
  }

  // Runtime exceptions too: the library throws them for what it does not expect (S7).
  private static Secret agreeEc(Secret privateKey, PublicJwk theirs) {
    try {
      return Secret.takeOver(
          EcCurve.get(theirs.curve()).agree(privateKey.expose(), theirs.coordinates()));
    } catch (RuntimeException e) {
      throw InvalidMessageException.undecryptable();
    }
  }

  private static void checkLength(Secret privateKey) {
    if (privateKey.lengthBytes() != PRIVATE_KEY_BYTES) {
      throw new IllegalArgumentException("a private key has " + PRIVATE_KEY_BYTES + " bytes");
    }
  }
}
