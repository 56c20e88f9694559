package org.entente.did;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Resolves the DIDs that carry their document in themselves: {@code did:peer} and {@code did:key}.
 *
 * <p>Remembers the documents that were asked for lately, at most some thousand. Thread-safe.
 */
public final class OfflineResolver implements DidResolver {
  private static final Set<String> METHODS = Set.of(PeerDid.METHOD, DidKey.METHOD);

  /**
   * Two of these are kept. When one is full it becomes the older one, and what is asked for again
   * moves over; so a stranger's DIDs can fill them, but not push out those in use for long.
   */
  private static final int GENERATION = 512;

  private volatile ConcurrentHashMap<Did, DidDocument> recent = new ConcurrentHashMap<>();
  private volatile ConcurrentHashMap<Did, DidDocument> older = new ConcurrentHashMap<>();

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
    DidDocument document = recent.get(did);
    if (document != null) {
      return document;
    }
    document = older.get(did);
    if (document == null) {
      document = did.method().equals(DidKey.METHOD) ? DidKey.resolve(did) : PeerDid.resolve(did);
    }
    remember(document);
    return document;
  }

  /** How many documents are kept now. */
  int size() {
    return recent.size() + older.size();
  }

  private synchronized void remember(DidDocument document) {
    if (recent.size() >= GENERATION) {
      older = recent;
      recent = new ConcurrentHashMap<>();
    }
    recent.put(document.id(), document);
  }
}
