package org.entente.envelope;

import java.util.Optional;
import org.entente.did.OwnKey;

/** Finds our keys by the names that peers give them. Implementations must be thread-safe. */
@FunctionalInterface
public interface OwnKeys {
  /**
   * The key pair of ours that goes by this key id, in whichever convention, and by whichever name
   * of our DID: see {@link org.entente.did.PeerDid#canonical}.
   *
   * @param kid as a peer wrote it
   */
  Optional<OwnKey> findKey(String kid);
}
