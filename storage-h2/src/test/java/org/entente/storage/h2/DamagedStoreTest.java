package org.entente.storage.h2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.entente.keys.WrongKeyException;
import org.entente.storage.Storage;
import org.entente.storage.StorageException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A damaged file is refused and left as it is, or what was committed is there.
 *
 * <p>H2 has checksums at both ends of what a commit writes and none in between. So bits that are
 * flipped inside a row may go unnoticed by the storage; the core finds them in what is sealed. They
 * must not take other rows with them.
 */
@Timeout(600)
final class DamagedStoreTest {
  private static final int COMMITS = 40;
  private static final int ROUNDS = Integer.getInteger("entente.damages", 15);

  @TempDir static Path made;

  private static byte[] closed;
  private static byte[] killed;

  @TempDir Path directory;

  @BeforeAll
  static void makeStores() throws IOException {
    Path file = made.resolve("store.mv.db");
    try (H2Storage storage =
        H2Storage.at(made.resolve("store")).protector(TestKeys.protector()).create()) {
      for (int number = 1; number <= COMMITS; number++) {
        storage.commit(TestChanges.numbered(number));
      }
      killed = Files.readAllBytes(file);
    }
    closed = Files.readAllBytes(file);
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatWasClosedIsRefusedOrGood(Damage damage) throws IOException {
    damageRepeatedly(closed, damage);
  }

  @ParameterizedTest
  @EnumSource
  void aFileOfAKilledProcessIsRefusedOrGood(Damage damage) throws IOException {
    damageRepeatedly(killed, damage);
  }

  @Test
  void whatIsLeftAfterALossCanBeHadByWhoeverAsksForIt() throws IOException {
    byte[] damaged = killed.clone();
    // the newest chunk, wherever free space was found for it
    int chunk = new String(damaged, ISO_8859_1).lastIndexOf("chunk:" + newestChunk(damaged) + ",");
    Arrays.fill(damaged, chunk, chunk + 512, (byte) 0);
    Files.write(file(), damaged);
    H2Settings settings = H2Storage.at(directory.resolve("store")).protector(TestKeys.protector());
    assertThatThrownBy(settings::open)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("openWithLoss");

    try (H2Storage storage = settings.openWithLoss()) {
      assertThat(storage.outcomeOf("w", "h1")).isPresent();
      assertThat(storage.outcomeOf("w", "h" + COMMITS)).isEmpty();
      storage.commit(TestChanges.numbered(1_000_000));
    }
    try (H2Storage storage = settings.open()) {
      assertThat(storage.outcomeOf("w", "h1000000")).isPresent();
    }
  }

  private static String newestChunk(byte[] file) {
    Matcher header = Pattern.compile("chunk:(\\p{XDigit}+)").matcher(new String(file, ISO_8859_1));
    assertThat(header.find()).isTrue();
    return header.group(1);
  }

  private void damageRepeatedly(byte[] whole, Damage damage) throws IOException {
    long first = System.nanoTime();
    for (long seed = first; seed < first + ROUNDS; seed++) {
      byte[] damaged = damage.to(whole, new Random(seed));
      Files.write(file(), damaged);
      try {
        openOrLeaveAlone(damaged);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(damage + " with seed " + seed, e);
      }
      assertThat(files()).as("%s with seed %d", damage, seed).containsExactly(file());
    }
  }

  private void openOrLeaveAlone(byte[] damaged) throws IOException {
    H2Storage opened;
    try {
      opened = H2Storage.at(directory.resolve("store")).protector(TestKeys.protector()).open();
    } catch (StorageException | WrongKeyException e) {
      assertThat(file()).hasBinaryContent(damaged);
      return;
    }
    try (H2Storage storage = opened) {
      for (int number = 1; number <= COMMITS; number++) {
        assertNotGoneWithoutATrace(storage, number);
      }
      try {
        storage.commit(TestChanges.numbered(1_000_000));
      } catch (StorageException e) {
        assertThat(e).hasNoCause();
      }
    }
  }

  /** It is in three tables: all three say no only if H2 has gone back behind it. */
  private static void assertNotGoneWithoutATrace(Storage storage, long number) {
    try {
      boolean gone =
          storage.outcomeOf("w", "h" + number).isEmpty()
              && storage.findQueued("w", "m" + number).isEmpty()
              && storage.events("w", 0, 2 * COMMITS).stream()
                  .noneMatch(event -> event.sequence() == number);
      assertThat(gone).as("commit %d is gone", number).isFalse();
    } catch (StorageException e) {
      assertThat(e).hasMessageContaining("the store");
    }
  }

  private Path file() {
    return directory.resolve("store.mv.db");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
