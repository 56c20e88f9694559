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

  /** A copy for the caller to close. */
  Secret agree(OwnKey ours, PublicJwk theirs) {
    Pair pair = new Pair(ours.publicKey(), theirs);
    synchronized (agreements) {
      Secret kept = agreements.get(pair);
      if (kept != null) {
        return Secret.copyOf(kept.expose());
      }
    }
    Secret agreed = keyManager.agree(ours, theirs);
    keep(pair, Secret.copyOf(agreed.expose()));
    return agreed;
  }

  /** Clears all that is kept. */
  void clear() {
    synchronized (agreements) {
      agreements.values().forEach(Secret::close);
      agreements.clear();
    }
  }

  private void keep(Pair pair, Secret secret) {
    synchronized (agreements) {
      Secret before = agreements.put(pair, secret);
      if (before != null) {
        before.close();
      }
      if (agreements.size() > CAPACITY) {
        Pair eldest = agreements.keySet().iterator().next();
        agreements.remove(eldest).close();
      }
    }
  }
}
