package org.entente.did;

import java.util.Set;

/**
 * Resolves the DIDs that carry their document in themselves: {@code did:peer}, {@code did:key} and
 * {@code did:jwk}.
 *
 * <p>A did:peer has a short name too: the numalgo 3 of a numalgo 2, and the short form of a numalgo
 * 4. It is resolved as long as the full name is remembered, because it was resolved here lately or
 * by {@link #remember}.
 *
 * <p>Remembers what was asked for lately, at most some thousand documents. Thread-safe.
 */
public final class OfflineResolver implements DidResolver {
  private static final Set<String> METHODS = Set.of(PeerDid.METHOD, DidKey.METHOD, DidJwk.METHOD);

  private final RecentDids<DidDocument> documents = new RecentDids<>();

  /** By their short names. */
  private final RecentDids<Did> fullNames = new RecentDids<>();

  @Override
  public Set<String> methods() {
    return METHODS;
  }

  @Override
  public boolean isOffline() {
    return true;
  }

  @Override
  public DidDocument resolve(Did did) {
    return documents.find(did).orElseGet(() -> read(did));
  }

  /**
   * Makes the short name of a did:peer resolvable, at least until some hundred others have been
   * asked for.
   *
   * @param fullName a numalgo 2, or the long form of a numalgo 4
   * @throws IllegalArgumentException if it is neither, or its hash is not that of its document
   */
  public void remember(Did fullName) {
    Did shortName = PeerDid.canonical(fullName);
    if (shortName.equals(fullName)) {
      throw new IllegalArgumentException("not a did:peer that has a short name");
    }
    fullNames.put(shortName, fullName, fullName);
  }

  /** How many documents are kept now. */
  int size() {
    return documents.size();
  }

  private DidDocument read(Did did) {
    if (did.method().equals(DidKey.METHOD)) {
      return keep(did, DidKey.resolve(did));
    }
    if (did.method().equals(DidJwk.METHOD)) {
      return keep(did, DidJwk.resolve(did));
    }
    Did fullName = fullNames.find(did).orElse(did);
    DidDocument document = PeerDid.resolve(did, fullName);
    if (!PeerDid.canonical(fullName).equals(fullName)) {
      remember(fullName);
    }
    return keep(fullName, document);
  }

  private DidDocument keep(Did source, DidDocument document) {
    documents.put(document.id(), source, document);
    return document;
  }
}
