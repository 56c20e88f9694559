package org.entente.envelope;

import java.util.Optional;
import org.entente.did.Did;

/**
 * Tells whom we talk to already. Implementations must be thread-safe.
 *
 * <p>Nobody is authenticated yet when a sender's key is needed, so strangers are resolved from
 * their DID alone. For a peer of our choice more may be done: looking its DID up, or recognising a
 * short name by which alone nobody could be resolved.
 */
@FunctionalInterface
public interface KnownPeers {
  /**
   * The DID by which to resolve a peer.
   *
   * @param ours the DID of ours that it writes to
   * @param theirs what it calls itself, perhaps the short form of a did:peer
   * @return its resolvable DID; empty if we have nothing to do with it
   */
  Optional<Did> find(Did ours, Did theirs);

  /** Strangers only. */
  static KnownPeers none() {
    return (ours, theirs) -> Optional.empty();
  }
}
