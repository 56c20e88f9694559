package org.entente.did;

import java.util.Set;

/**
 * Turns DIDs of some methods into their documents. The SPI for DID methods of your own; add yours
 * with {@code Agent.Builder.resolver}.
 *
 * <p>Implementations must be thread-safe.
 */
public interface DidResolver {
  /** The methods that this resolver knows, such as {@code peer}. */
  Set<String> methods();

  /**
   * Whether it works from the DID alone. Only such resolvers are asked about senders whom nobody
   * has authenticated yet (threat model S41).
   */
  boolean isOffline();

  /**
   * The document.
   *
   * @throws DidResolutionException if there is none, or it is broken
   */
  DidDocument resolve(Did did);
}
