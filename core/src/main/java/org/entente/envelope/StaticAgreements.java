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

  /** Of those who wrote to us and whom we have not written to: anybody could be among them. */
  private static final int MOST_STRANGERS = 64;

  private final DidKeyManager keyManager;
  private final Map<Pair, Secret> agreements = new LinkedHashMap<>(64, 0.75f, true);
  private final Map<Pair, Secret> strangers = new LinkedHashMap<>(64, 0.75f, true);
  private boolean closed;

  private record Pair(PublicJwk ours, PublicJwk theirs) {}

  StaticAgreements(DidKeyManager keyManager) {
    this.keyManager = keyManager;
  }

  /** The secret, kept or computed; a copy for the caller to close. */
  Secret agree(OwnKey ours, PublicJwk theirs) {
    synchronized (agreements) {
      Pair pair = new Pair(ours.publicKey(), theirs);
      Secret kept = agreements.getOrDefault(pair, strangers.get(pair));
      if (kept != null) {
        return Secret.copyOf(kept.expose());
      }
    }
    return keyManager.agree(ours, theirs);
  }

  /** Keeps the secret with somebody whom we write to. */
  void keep(OwnKey ours, PublicJwk theirs, Secret secret) {
    Pair pair = new Pair(ours.publicKey(), theirs);
    synchronized (agreements) {
      keep(agreements, CAPACITY, pair, secret);
      Secret before = strangers.remove(pair);
      if (before != null) {
        before.close();
      }
    }
  }

  /** Keeps the secret with somebody who has written to us; strangers do not crowd peers out. */
  void keepStranger(OwnKey ours, PublicJwk theirs, Secret secret) {
    Pair pair = new Pair(ours.publicKey(), theirs);
    synchronized (agreements) {
      if (!agreements.containsKey(pair)) {
        keep(strangers, MOST_STRANGERS, pair, secret);
      }
    }
  }

  private void keep(Map<Pair, Secret> kept, int capacity, Pair pair, Secret secret) {
    if (closed || kept.containsKey(pair)) {
      return;
    }
    kept.put(pair, Secret.copyOf(secret.expose()));
    if (kept.size() > capacity) {
      Pair eldest = kept.keySet().iterator().next();
      kept.remove(eldest).close();
    }
  }

  /** Clears all that is kept, for good. */
  void clear() {
    synchronized (agreements) {
      closed = true;
      agreements.values().forEach(Secret::close);
      agreements.clear();
      strangers.values().forEach(Secret::close);
      strangers.clear();
    }
  }
}
