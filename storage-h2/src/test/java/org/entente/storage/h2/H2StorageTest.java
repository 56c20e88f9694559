package org.entente.storage.h2;

import java.nio.file.Path;
import java.util.Optional;
import org.entente.storage.Storage;
import org.entente.testkit.StorageContract;
import org.junit.jupiter.api.io.TempDir;

class H2StorageTest extends StorageContract {
  @TempDir Path directory;

  @Override
  protected Storage openEmpty() {
    return settings().create();
  }

  @Override
  protected Optional<Storage> reopen() {
    return Optional.of(settings().open());
  }

  H2Settings settings() {
    return H2Storage.at(directory.resolve("store")).protector(TestKeys.protector());
  }
}
