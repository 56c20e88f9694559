package org.entente.did;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of the DIDs that were asked for lately. Thread-safe.
 *
 * <p>Two generations are kept. When one is full it becomes the older one, and what is asked for
 * again moves over; so a stranger's DIDs can fill them, but not push out those in use for long.
 */
final class RecentDids<V> {
  private static final int ENTRIES = 512;

  /** Of all texts; what a DID resolves to may take some twenty times the room of its text. */
  private static final int CHARS = 512 << 10;

  private record Entry<V>(V value, int chars) {}

  private volatile ConcurrentHashMap<Did, Entry<V>> recent = new ConcurrentHashMap<>();
  private volatile ConcurrentHashMap<Did, Entry<V>> older = new ConcurrentHashMap<>();
  private int chars;

  Optional<V> find(Did did) {
    Entry<V> entry = recent.get(did);
    if (entry == null) {
      entry = older.get(did);
      if (entry == null) {
        return Optional.empty();
      }
      put(did, entry);
    }
    return Optional.of(entry.value());
  }

  /**
   * Keeps a value.
   *
   * @param source the text that the value was made from, whose length tells its size
   */
  void put(Did did, Did source, V value) {
    put(did, new Entry<>(value, source.value().length()));
  }

  /** How many values are kept now. */
  int size() {
    return recent.size() + older.size();
  }

  private synchronized void put(Did did, Entry<V> entry) {
    if (recent.size() >= ENTRIES || chars >= CHARS) {
      older = recent;
      recent = new ConcurrentHashMap<>();
      chars = 0;
    }
    if (recent.put(did, entry) == null) {
      chars += entry.chars();
    }
  }
}
