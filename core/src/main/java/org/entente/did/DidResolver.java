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
   * The document. If it has to be looked up, this blocks until it is there, and must not do so for
   * long: {@link DidResolutionException#temporary} says that it may be there later.
   *
   * @throws DidResolutionException if there is none, it is broken, or it cannot be looked up now
   */
  DidDocument resolve(Did did);
}
