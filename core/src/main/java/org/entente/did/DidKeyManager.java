package org.entente.did;

import org.entente.keys.Secret;

/**
 * Makes the key pairs of our DIDs and works with their private parts, which never leave it.
 *
 * <p>An interface so that an HSM or the key store of a phone can stand behind it; {@link
 * SealedDidKeyManager} is the one that comes with Entente. Implementations must be thread-safe.
 */
public interface DidKeyManager {
  /**
   * Makes the pairs for one DID. Nothing is stored yet: the caller commits them together with the
   * record that needs them. A manager that keeps keys elsewhere makes them there before it returns.
   */
  NewKeys generate();

  /** Makes one pair on any curve, for a DID of another form. Nothing is stored yet, as above. */
  OwnKey generate(Curve curve);

  /**
   * Agrees on a secret with a peer: X25519 (RFC 7748 §6.1), or ECDH giving the x coordinate padded
   * to the size of the field.
   *
   * @return the raw shared secret, for a key derivation; the caller closes it
   * @throws org.entente.exception.InvalidMessageException if the peer's key is on another curve,
   *     not on its curve, or gives a secret of zeros
   */
  Secret agree(OwnKey key, PublicJwk theirs);

  /**
   * Signs with an authentication key: Ed25519 (RFC 8032 §5.1.6), or ECDSA with SHA-256 on P-256 or
   * secp256k1, as r and s (RFC 7518 §3.4, RFC 8812 §3.2).
   *
   * @return the signature, 64 bytes
   * @throws IllegalArgumentException if the key is on another curve
   */
  byte[] sign(OwnKey key, byte[] data);
}
