package org.entente.connection;

import java.util.Optional;
import org.entente.did.Did;
import org.entente.did.PeerDid;
import org.entente.did.Profile;

/**
 * Who wrote a message, and to whom, as proven by its envelope.
 *
 * @param author who wrote it
 * @param recipient which DID of ours it was encrypted to
 * @param profile by which names the author knows keys
 * @param prior the DID that the author has proven to have given up for the present one
 */
public record Parties(Did author, Did recipient, Profile profile, Optional<Did> prior) {
  /** Of an author who keeps their DID. */
  public Parties(Did author, Did recipient, Profile profile) {
    this(author, recipient, profile, Optional.empty());
  }

  /** Whether the author is the party with this DID, or was. */
  boolean isFrom(Did did) {
    return PeerDid.isSameParty(author, did)
        || prior.filter(was -> PeerDid.isSameParty(was, did)).isPresent();
  }
}
