package org.entente.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import org.entente.keys.SealedBytes;
import org.entente.storage.InMemoryStorage;
import org.entente.storage.Storage;
import org.junit.jupiter.api.Test;

final class InMemoryStorageTest extends StorageContract {
  @Override
  protected Storage openEmpty() {
    return new InMemoryStorage();
  }

  @Test
  void theSameRandomGivesTheSameDataKey() {
    try (InMemoryStorage one = new InMemoryStorage(new Zeros());
        InMemoryStorage two = new InMemoryStorage(new Zeros())) {
      byte[] plaintext = {1, 2, 3};

      SealedBytes sealed = one.dataKey().seal("w", "kind", "id", plaintext);

      assertThat(two.dataKey().open("w", "kind", "id", sealed)).isEqualTo(plaintext);
    }
  }

  private static final class Zeros extends SecureRandom {
    private static final long serialVersionUID = 1L;

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
