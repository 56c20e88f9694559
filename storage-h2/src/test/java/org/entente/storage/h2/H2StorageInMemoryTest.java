package org.entente.storage.h2;

import org.entente.storage.Storage;
import org.entente.testkit.StorageContract;

final class H2StorageInMemoryTest extends StorageContract {
  @Override
  protected Storage openEmpty() {
    return H2Storage.inMemory();
  }
}
