package org.entente.did;

import org.entente.keys.SealedBytes;

/**
 * A key pair of ours, without anything secret in the clear. Immutable.
 *
 * @param publicKey the public part; its multibase form is also the key's id
 * @param handle by which the {@link DidKeyManager} that made the pair finds the private part: the
 *     sealed private key itself, or its name in an external key store
 */
public record OwnKey(PublicJwk publicKey, SealedBytes handle) {
  /** The key's id: its multibase public key, such as {@code z6LS…}. */
  public String id() {
    return publicKey.multibase();
  }
}
