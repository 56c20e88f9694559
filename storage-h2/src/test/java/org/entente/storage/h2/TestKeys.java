package org.entente.storage.h2;

import java.security.SecureRandom;
import java.util.Arrays;
import org.entente.keys.DataKey;
import org.entente.keys.KeyProtector;
import org.entente.keys.Secret;

/** Protectors that cost nothing, unlike a passphrase. */
final class TestKeys {
  private TestKeys() {}

  static KeyProtector protector() {
    return protector(1);
  }

  static KeyProtector protector(int number) {
    byte[] key = new byte[DataKey.LENGTH_BYTES];
    Arrays.fill(key, (byte) number);
    return KeyProtector.key(Secret.takeOver(key), new SecureRandom());
  }
}
