package org.entente.envelope;

import java.util.LinkedHashMap;
import java.util.Map;
import org.entente.did.DidKeyManager;
import org.entente.did.OwnKey;
import org.entente.did.PublicJwk;
import org.entente.keys.Secret;

/**
 * Keeps the secrets agreed between our static keys and our peers': they are the same each time, and
 * computing one is a third of an envelope's cost.
 *
 * <p>As sensitive as private keys, so in memory only, bounded, and cleared when they are crowded
 * out. Thread-safe.
 */
final class StaticAgreements {
  private static final int CAPACITY = 1024;

  private final DidKeyManager keyManager;
  private final Map<Pair, Secret> agreements = new LinkedHashMap<>(64, 0.75f, true);

  private record Pair(PublicJwk ours, PublicJwk theirs) {}

  StaticAgreements(DidKeyManager keyManager) {
    this.keyManager = keyManager;
  }

  /** The secret, kept or computed; a copy for the caller to close. */
  Secret agree(OwnKey ours, PublicJwk theirs) {
    synchronized (agreements) {
      Secret kept = agreements.get(new Pair(ours.publicKey(), theirs));
      if (kept != null) {
        return Secret.copyOf(kept.expose());
      }
    }
    return keyManager.agree(ours, theirs);
  }

  /** Keeps the secret with a peer that is known to be one: strangers must not crowd peers out. */
  void keep(OwnKey ours, PublicJwk theirs, Secret secret) {
    Pair pair = new Pair(ours.publicKey(), theirs);
    synchronized (agreements) {
      if (agreements.containsKey(pair)) {
        return;
      }
      agreements.put(pair, Secret.copyOf(secret.expose()));
      if (agreements.size() > CAPACITY) {
        Pair eldest = agreements.keySet().iterator().next();
        agreements.remove(eldest).close();
      }
    }
  }

  /** Clears all that is kept. */
  void clear() {
    synchronized (agreements) {
      agreements.values().forEach(Secret::close);
      agreements.clear();
    }
  }
}
