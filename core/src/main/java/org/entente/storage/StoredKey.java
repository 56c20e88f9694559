package org.entente.storage;

import java.util.List;
import org.entente.did.OwnKey;

/**
 * A key pair of ours and the names that peers know it by. Immutable.
 *
 * @param key the pair; its private part is sealed, or elsewhere
 * @param did whose key it is
 * @param kids all key ids under which it is found, each unique in the wallet
 */
public record StoredKey(OwnKey key, String did, List<String> kids) {
  /** Copies the list. */
  public StoredKey {
    kids = List.copyOf(kids);
  }
}
