package org.entente.did;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Several resolvers as one: each DID goes to the one for its method. Thread-safe. */
public final class DidResolvers {
  private final Map<String, DidResolver> byMethod;
  private final Semaphore lookUps;

  private DidResolvers(Map<String, DidResolver> byMethod, int mostLookUps) {
    this.byMethod = Map.copyOf(byMethod);
    this.lookUps = new Semaphore(mostLookUps);
  }

  /**
   * Puts resolvers together.
   *
   * @throws IllegalArgumentException if two are for the same method
   */
  public static DidResolvers of(List<DidResolver> resolvers) {
    Map<String, DidResolver> byMethod = new HashMap<>();
    for (DidResolver resolver : resolvers) {
      for (String method : resolver.methods()) {
        if (byMethod.putIfAbsent(method, resolver) != null) {
          throw new IllegalArgumentException("two resolvers for the method " + method);
        }
      }
    }
    return new DidResolvers(byMethod, Integer.MAX_VALUE);
  }

  /**
   * The same resolvers, for threads that others need too: so many may look something up at a time,
   * and more are told at once to try later.
   */
  public DidResolvers lookingUpAtMost(int most) {
    return new DidResolvers(byMethod, most);
  }

  /**
   * The document, wherever it has to be looked up: for peers that the user chose.
   *
   * @throws DidResolutionException if there is none, it is broken, the method is unknown, or it
   *     cannot be looked up now
   */
  public DidDocument resolve(Did did) {
    return resolve(did, byMethod.get(did.method()));
  }

  /**
   * The document, without any look-up: for whoever has not been authenticated yet (threat model
   * S41).
   *
   * @throws DidResolutionException if there is none, it is broken, the method is unknown, or its
   *     resolver is not an offline one
   */
  public DidDocument resolveOffline(Did did) {
    DidResolver resolver = byMethod.get(did.method());
    if (resolver != null && !resolver.isOffline()) {
      throw new DidResolutionException(did, "DIDs of this method are not looked up for strangers");
    }
    return resolve(did, resolver);
  }

  private DidDocument resolve(Did did, @Nullable DidResolver resolver) {
    if (resolver == null) {
      throw new DidResolutionException(did, "there is no resolver for its method");
    }
    DidDocument document = resolver.isOffline() ? resolver.resolve(did) : lookUp(did, resolver);
    if (!document.id().equals(did)) {
      throw new DidResolutionException(did, "its resolver gave another party's document");
    }
    return document;
  }

  private DidDocument lookUp(Did did, DidResolver resolver) {
    if (!lookUps.tryAcquire()) {
      throw DidResolutionException.temporary(did, "too many DIDs are being looked up");
    }
    try {
      return resolver.resolve(did);
    } finally {
      lookUps.release();
    }
  }
}
