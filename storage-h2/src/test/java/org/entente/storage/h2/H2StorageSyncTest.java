package org.entente.storage.h2;

final class H2StorageSyncTest extends H2StorageTest {
  @Override
  H2Settings settings() {
    return super.settings().durability(Durability.SYNC);
  }
}
