package org.entente.storage.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.entente.storage.StorageException;
import org.entente.storage.StoredEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left after {@code kill -9}. */
@Timeout(180)
final class KillTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Durability.class)
  void whatACommitHadReturnedForIsThereAndWhole(Durability durability) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Set<Long> acknowledged = new HashSet<>();

    for (int round = 0; round < 6; round++) {
      // a store is most at risk just after it was opened again, when it begins to reuse space
      int mostLines = round == 0 ? 300 : 10;
      try (Child child = Child.start("commit", base(), durability)) {
        for (int lines = 1 + random.nextInt(mostLines); lines > 0; lines--) {
          acknowledged.add(Long.valueOf(child.readLine()));
        }
        child.kill();
        String line = child.readLine();
        while (line != null && !line.isEmpty()) {
          // the last line may have been cut short: then it is a prefix of a committed number
          acknowledged.add(Long.valueOf(line));
          line = child.readLine();
        }
      }

      try (H2Storage storage = settings().open()) {
        List<Long> stored =
            storage.events("w", 0, 1_000_000).stream().map(StoredEvent::sequence).toList();
        assertThat(stored)
            .as("round %d of seed %d", round, seed)
            .containsAll(acknowledged)
            .doesNotHaveDuplicates();
        for (long number : stored) {
          assertThat(storage.outcomeOf("w", "h" + number)).isPresent();
          assertThat(storage.findQueued("w", "m" + number)).isPresent();
        }
        assertThat(storage.nextDue("w")).contains(TestChanges.NOW);
      }
    }
  }

  @Test
  void whoIsKilledWhileCreatingLeavesNothingHalfMade() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Boolean> existed = new ArrayList<>();

    for (int round = 0; round < 6; round++) {
      Path base = directory.resolve("store" + round);
      try (Child child = Child.start("create", base, Durability.PROCESS)) {
        assertThat(child.readLine()).isEqualTo("creating");
        child.process().waitFor(random.nextInt(400), TimeUnit.MILLISECONDS);
        child.kill();
      }

      H2Settings settings = H2Storage.at(base).protector(TestKeys.protector());
      boolean exists = Files.exists(base.resolveSibling(base.getFileName() + ".mv.db"));
      existed.add(exists);
      try (H2Storage storage = exists ? settings.open() : settings.create()) {
        assertThat(storage.problem()).as("seed %d", seed).isEmpty();
      }
    }
    assertThat(existed).hasSize(6);
  }

  @Test
  void aSecondProcessIsRefused() throws Exception {
    try (H2Storage storage = settings().create()) {
      try (Child child = Child.start("open", base(), Durability.PROCESS)) {
        assertThat(child.readLine()).contains("in use by another process; close it there");
      }
      storage.commit(TestChanges.numbered(1));
    }

    try (Child child = Child.start("create", directory.resolve("other"), Durability.PROCESS)) {
      assertThat(child.readLine()).isEqualTo("creating");
      assertThat(child.readLine()).isEqualTo("created");
      H2Settings other = H2Storage.at(directory.resolve("other")).protector(TestKeys.protector());
      assertThatThrownBy(other::open)
          .isExactlyInstanceOf(StorageException.class)
          .hasMessageContaining("in use by another process");
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("store.mv.db", "other.mv.db");
    }
  }

  private H2Settings settings() {
    return H2Storage.at(base()).protector(TestKeys.protector());
  }

  private Path base() {
    return directory.resolve("store");
  }
}
