package org.entente.storage.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entente.storage.StorageException;
import org.entente.storage.StoredEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file that cannot be written, at any write, for a while or for good. */
@Timeout(300)
final class FailingWritesTest {
  @TempDir Path directory;

  @BeforeAll
  static void register() {
    FailingFileSystem.register();
  }

  @AfterEach
  void mend() {
    FailingFileSystem.mend();
  }

  @Test
  void whileNothingCanBeWrittenCommitsFailAndReadsGoOn() {
    try (H2Storage storage = settings().create()) {
      storage.commit(TestChanges.numbered(1));
      FailingFileSystem.failAfter(0, Long.MAX_VALUE);

      for (int number = 2; number < 5; number++) {
        long now = number;
        assertThatThrownBy(() -> storage.commit(TestChanges.numbered(now)))
            .isExactlyInstanceOf(StorageException.class)
            .hasMessageContaining("disk's space");
        assertThat(numbers(storage)).containsExactly(1L);
        assertThat(storage.outcomeOf("w", "h1")).isPresent();
        assertThat(storage.problem()).isPresent();
      }

      FailingFileSystem.mend();
      storage.commit(TestChanges.numbered(5));
      assertThat(storage.problem()).isEmpty();
    }
    try (H2Storage storage = settings().open()) {
      assertThat(numbers(storage)).contains(1L, 5L);
    }
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void eachCommitHasThrownOrIsThereWhicheverWriteFails(Durability durability) {
    for (int after = 0; after < 8; after++) {
      for (long count : new long[] {1, 4}) {
        Path base = directory.resolve(after + "-" + count);
        H2Settings settings =
            H2Storage.at(base).protector(TestKeys.protector()).durability(durability);
        List<Long> returned = new ArrayList<>();
        try (H2Storage storage = settings.create()) {
          storage.commit(TestChanges.numbered(1));
          returned.add(1L);
          FailingFileSystem.failAfter(after, count);
          for (long number = 2; number < 12; number++) {
            if (commits(storage, number)) {
              returned.add(number);
            }
            assertThat(numbers(storage)).as("%d-%d", after, count).containsAll(returned);
          }
          FailingFileSystem.mend();
          storage.commit(TestChanges.numbered(12));
          returned.add(12L);
          assertThat(storage.problem()).isEmpty();
        }

        try (H2Storage storage = settings.open()) {
          assertThat(numbers(storage))
              .as("%d-%d", after, count)
              .containsAll(returned)
              .doesNotHaveDuplicates();
        }
      }
    }
  }

  private static boolean commits(H2Storage storage, long number) {
    try {
      storage.commit(TestChanges.numbered(number));
      return true;
    } catch (StorageException e) {
      return false;
    }
  }

  /** Those whose commits are there, whole. */
  private static List<Long> numbers(H2Storage storage) {
    List<Long> numbers = storage.events("w", 0, 1000).stream().map(StoredEvent::sequence).toList();
    for (long number : numbers) {
      assertThat(storage.outcomeOf("w", "h" + number)).isPresent();
      assertThat(storage.findQueued("w", "m" + number)).isPresent();
    }
    return numbers;
  }

  private H2Settings settings() {
    return H2Storage.at(directory.resolve("store")).protector(TestKeys.protector());
  }
}
