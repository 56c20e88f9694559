package org.entente.storage.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entente.storage.StoredEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process whose files may not grow beyond a limit, as on a disk that is full. */
@Timeout(300)
final class DiskFullTest {
  /** Between 400 and 800 are taken while a store is made. */
  private static final int MOST_KIB = 1200;

  @TempDir Path directory;

  @Test
  void whatWasAcknowledgedBeforeTheDiskWasFullIsThere() throws Exception {
    assumeThat(Files.isExecutable(Path.of("/bin/sh"))).isTrue();
    Path base = directory.resolve("store");
    H2Settings settings = H2Storage.at(base).protector(TestKeys.protector());
    List<Long> acknowledged = new ArrayList<>();

    try (Child child = Child.startWithin(MOST_KIB, "fill", base)) {
      assertThat(child.readLine()).isEqualTo("filling");
      String line = child.readLine();
      while (line.matches("\\d+")) {
        acknowledged.add(Long.valueOf(line));
        line = child.readLine();
      }
      assertThat(line).startsWith("StorageException").contains("disk's space");
      assertThat(child.readLine()).isEqualTo("can read " + acknowledged.size());
    }

    assertThat(acknowledged).isNotEmpty();
    try (H2Storage storage = settings.open()) {
      assertThat(storage.events("w", 0, 100_000))
          .extracting(StoredEvent::sequence)
          .containsAll(acknowledged);
      storage.commit(TestChanges.numbered(100_000));
      assertThat(storage.problem()).isEmpty();
    }
  }
}
