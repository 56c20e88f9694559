package org.entente.envelope;

import java.util.Optional;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolutionException;
import org.entente.did.DidResolvers;
import org.entente.did.DidUrl;
import org.entente.did.PublicJwk;
import org.entente.did.VerificationMethod;
import org.jspecify.annotations.Nullable;

/** Finds the keys by which peers say to have encrypted or signed. Thread-safe. */
final class PeerKeys {
  private final DidResolvers resolvers;
  private final KnownPeers known;

  PeerKeys(DidResolvers resolvers, KnownPeers known) {
    this.resolvers = resolvers;
    this.known = known;
  }

  /**
   * The key agreement key of this id.
   *
   * @param ours the DID of ours that it was used with
   * @throws DidResolutionException if it is a peer of ours whose DID cannot be looked up now
   */
  Optional<PublicJwk> keyAgreement(DidUrl kid, Did ours) {
    return document(kid.did(), ours)
        .flatMap(document -> document.findKeyAgreement(kid.fragment()))
        .flatMap(VerificationMethod::key);
  }

  /**
   * The authentication key of this id.
   *
   * @param ours the DID of ours that it was used with; null if that is not known
   * @throws DidResolutionException if it is a peer of ours whose DID cannot be looked up now
   */
  Optional<PublicJwk> authentication(DidUrl kid, @Nullable Did ours) {
    return document(kid.did(), ours)
        .flatMap(document -> document.findAuthentication(kid.fragment()))
        .flatMap(VerificationMethod::key);
  }

  // Offline first: nobody has authenticated this party yet (threat model S41).
  private Optional<DidDocument> document(Did theirs, @Nullable Did ours) {
    try {
      return Optional.of(resolvers.resolveOffline(theirs));
    } catch (DidResolutionException e) {
      return ours == null ? Optional.empty() : known.find(ours, theirs).flatMap(this::lookUp);
    }
  }

  // One that will not be there later either is like one that is not known at all.
  private Optional<DidDocument> lookUp(Did known) {
    try {
      return Optional.of(resolvers.resolve(known));
    } catch (DidResolutionException e) {
      if (e.isTemporary()) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
