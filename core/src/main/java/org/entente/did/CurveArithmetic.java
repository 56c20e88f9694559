package org.entente.did;

import java.security.SecureRandom;
import org.entente.keys.Secret;

/**
 * Operations on curves, with private keys in memory. An extension point that most will not need:
 * with a native X25519 behind it a connection costs about half.
 *
 * <p>Implementations must be thread-safe.
 */
public interface CurveArithmetic {
  /**
   * A key pair whose private part is in memory.
   *
   * @param privateKey the caller closes it
   * @param publicKey its public part
   */
  record KeyPair(Secret privateKey, PublicJwk publicKey) {}

  /** The one that comes with Entente, on Bouncy Castle's lightweight API. */
  static CurveArithmetic standard() {
    return BouncyCastleArithmetic.INSTANCE;
  }

  /** Makes a pair. */
  KeyPair generate(Curve curve, SecureRandom random);

  /**
   * The public part of a private key.
   *
   * @param privateKey 32 bytes; on an EC curve as many as a coordinate has, big-endian
   * @throws IllegalArgumentException if it is no private key on this curve
   */
  PublicJwk publicKey(Curve curve, Secret privateKey);

  /**
   * Agrees on a secret, as {@link DidKeyManager#agree} says.
   *
   * @param privateKey on the curve of theirs, which the caller has seen to: its bytes tell no curve
   * @throws org.entente.exception.InvalidMessageException if the peer's key is on another curve,
   *     not on its curve, or gives a secret of zeros
   */
  Secret agree(Secret privateKey, PublicJwk theirs);

  /**
   * Signs, as {@link DidKeyManager#sign} says.
   *
   * @param publicKey of the same pair, which the caller has seen to: deriving it anew would double
   *     the work, and an Ed25519 signature under another public key gives the private key away
   * @throws IllegalArgumentException if the public key is on a curve without signatures, or the
   *     private key is none on it
   */
  byte[] sign(Secret privateKey, PublicJwk publicKey, byte[] data);

  /** Whether the signature is this key's; false for any malformed one. */
  boolean verify(PublicJwk publicKey, byte[] data, byte[] signature);
}
