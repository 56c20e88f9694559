package org.entente.storage.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.entente.keys.WrongKeyException;
import org.entente.storage.Change;
import org.entente.storage.HandledMessage;
import org.entente.storage.Lease;
import org.entente.storage.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OpeningTest {
  @TempDir Path directory;

  @Test
  void openingIsNotCreating() throws Exception {
    assertThatThrownBy(() -> settings().open())
        .isExactlyInstanceOf(StorageException.class)
        .hasMessageContaining("create it first");

    assertThat(files()).isEmpty();
  }

  @Test
  void creatingIsNotOpening() {
    settings().create().close();

    assertFails(() -> settings().create(), "already");

    settings().open().close();
  }

  @Test
  void openOrCreateDoesEither() {
    try (H2Storage storage = settings().openOrCreate()) {
      handle(storage, "key");
    }

    try (H2Storage storage = settings().openOrCreate()) {
      assertThat(storage.outcomeOf("w", "key")).isPresent();
    }
  }

  @Test
  void anEmptyFileIsRefusedAndLeftAlone() throws Exception {
    Files.createFile(file());

    assertFails(() -> settings().open(), "empty");
    assertFails(() -> settings().openOrCreate(), "empty");

    assertThat(file()).isEmptyFile();
  }

  @Test
  void whatIsNoDatabaseIsRefusedAndLeftAlone() throws Exception {
    Files.writeString(file(), "Dear diary, ".repeat(1000));

    assertRefusedUntouched("not an H2 database");
  }

  @Test
  void aDatabaseOfSomeoneElseIsRefusedAndLeftAlone() throws Exception {
    try (Session session = Database.inNewFile(base()).connect()) {
      session.command("CREATE TABLE theirs (id BIGINT)").update();
    }

    assertRefusedUntouched("no Entente store");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.1, 0.5, 0.9})
  void aTruncatedFileIsRefusedAndLeftAlone(double kept) throws Exception {
    try (H2Storage storage = settings().create()) {
      for (int i = 0; i < 100; i++) {
        handle(storage, "key " + i);
      }
    }
    byte[] whole = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(whole, (int) (whole.length * kept)));

    assertRefusedUntouched("");
  }

  @Test
  void aDamagedFileIsRefusedAndLeftAlone() throws Exception {
    settings().create().close();
    byte[] bytes = Files.readAllBytes(file());
    Arrays.fill(bytes, 64, bytes.length, (byte) 'x');
    Files.write(file(), bytes);

    assertRefusedUntouched("");
  }

  @Test
  void aWrongKeyChangesNothing() throws Exception {
    settings().create().close();
    byte[] before = Files.readAllBytes(file());

    assertThatThrownBy(() -> H2Storage.at(base()).protector(TestKeys.protector(2)).open())
        .isInstanceOf(WrongKeyException.class);

    assertThat(file()).hasBinaryContent(before);
    settings().open().close();
  }

  @Test
  void aNewerStoreIsRefusedAndLeftAlone() throws Exception {
    settings().migrations(withAnother("Next__fake.sql")).create().close();

    assertRefusedUntouched("newer release");
  }

  @Test
  void aMuchNewerStoreIsRefusedByEveryWayIn() throws Exception {
    settings().create().close();
    try (Session session = Database.inFile(base()).connect()) {
      Header.read(session).withVersion(99).write(session);
    }
    byte[] before = Files.readAllBytes(file());

    assertFails(() -> settings().open(), "schema version 99");
    assertFails(() -> settings().openOrCreate(), "use a newer release");
    assertFails(() -> settings().create(), "already");
    assertFails(() -> settings().changeProtector(TestKeys.protector(2)), "schema version 99");

    assertThat(file()).hasBinaryContent(before);
    assertThat(files()).containsExactly(file());
  }

  @Test
  void anOlderStoreIsMigrated() throws Exception {
    try (H2Storage storage = settings().create()) {
      handle(storage, "key");
    }

    H2Settings newer = settings().migrations(withAnother("Next__fake.sql"));
    newer.open().close();

    try (H2Storage storage = newer.open()) {
      assertThat(storage.outcomeOf("w", "key")).isPresent();
    }
    try (Session session = Database.inFile(base()).connect()) {
      assertThat(Header.read(session).schemaVersion()).isEqualTo(Migrations.CURRENT.version() + 1);
      assertThat(session.command("SELECT note FROM connection").list(Row::text)).isEmpty();
    }
    assertThat(files()).containsExactly(file());
  }

  @Test
  void aMigrationThatFailsLeavesTheStoreAsItWas() throws Exception {
    settings().create().close();
    byte[] before = Files.readAllBytes(file());

    assertFails(
        () -> settings().migrations(withAnother("Next__broken.sql")).open(), "left as it was");

    assertThat(file()).hasBinaryContent(before);
    assertThat(files()).containsExactly(file());
    settings().open().close();
  }

  @Test
  void aDraftThatWasLeftBehindIsRemoved() throws Exception {
    Files.writeString(directory.resolve("store.0011223344556677.draft.mv.db"), "half made");
    Files.writeString(directory.resolve("another.draft.mv.db"), "not ours");

    settings().create().close();

    assertThat(files()).containsExactly(directory.resolve("another.draft.mv.db"), file());
  }

  @Test
  void aStoreIsOpenOnceInAProcess() {
    try (H2Storage storage = settings().create()) {
      assertFails(() -> settings().open(), "open already in this process");
      assertThat(storage.problem()).isEmpty();
    }

    settings().open().close();
  }

  @Test
  void aFailedOpeningDoesNotBlockTheNext() throws Exception {
    assertFails(() -> settings().open(), "create it first");

    settings().create().close();
    settings().open().close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a;INIT=CREATE TABLE x(i INT)",
        "a;AUTO_SERVER=TRUE",
        "line\nbreak",
        "tab\t",
        "back\\slash",
        "dir;x/a"
      })
  void aPathThatH2WouldReadMoreIntoIsRefused(String name) throws Exception {
    assertThatThrownBy(
            () ->
                H2Storage.at(directory.resolve(name))
                    .protector(TestKeys.protector())
                    .openOrCreate())
        .isExactlyInstanceOf(StorageException.class)
        .hasMessageContaining("path");

    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"~", "a%20b", "sp ace", "\u00E9\u65E5", "zip:a!b", "mem:x", "a.b", "#?&="})
  void aStrangePathIsTakenAsItIs(String name) throws Exception {
    H2Storage.at(directory.resolve(name)).protector(TestKeys.protector()).create().close();

    assertThat(files()).containsExactly(directory.resolve(name + ".mv.db"));
  }

  @Test
  void onlyTheOwnerMayReadFileAndDirectory() throws Exception {
    Path base = directory.resolve("new").resolve("store");

    try (H2Storage storage = H2Storage.at(base).protector(TestKeys.protector()).create()) {
      handle(storage, "key");
      assertThat(permissions(base.getParent())).isEqualTo("rwx------");
      assertThat(permissions(base.resolveSibling("store.mv.db"))).isEqualTo("rw-------");
    }
    H2Storage.at(base)
        .protector(TestKeys.protector())
        .migrations(withAnother("Next__fake.sql"))
        .changeProtector(TestKeys.protector(2));

    assertThat(permissions(base.resolveSibling("store.mv.db"))).isEqualTo("rw-------");
  }

  @Test
  void openingVoidsAllLeases() {
    Lease lease = new Lease("gone", TestChanges.NOW.plusSeconds(45));
    try (H2Storage storage = settings().create()) {
      storage.commit(
          Change.builder("w", lease)
              .add(TestChanges.message("m1", "c"))
              .add(TestChanges.message("m2", "c"))
              .build());
      assertThat(storage.claim("w", TestChanges.NOW, lease, 9)).isEmpty();
    }

    try (H2Storage storage = settings().open()) {
      assertThat(storage.nextDue("w")).contains(TestChanges.NOW);
      assertThat(storage.claim("w", TestChanges.NOW, lease, 9))
          .extracting(message -> message.id())
          .containsExactly("m1");
    }
  }

  @Test
  void aDatabaseThatWritesLateIsRefused() throws Exception {
    try (Session session = Database.inMemory().connect()) {
      H2Storage.requireWriteDelayOff(session);
      session.command("SET WRITE_DELAY 500").update();

      assertFails(() -> H2Storage.requireWriteDelayOff(session), "WRITE_DELAY=0");
    }
  }

  @Test
  void aDatabaseThatH2HasClosedIsOpenedAgain() throws Exception {
    try (H2Storage storage = settings().create()) {
      handle(storage, "before");
      closeUnderneath();
      handle(storage, "after");
      closeUnderneath();

      assertThat(storage.outcomeOf("w", "before")).isPresent();
      assertThat(storage.outcomeOf("w", "after")).isPresent();
      assertThat(storage.problem()).isEmpty();
    }
  }

  private void closeUnderneath() {
    try (Session session = Database.inFile(base()).connect()) {
      session.command("SHUTDOWN IMMEDIATELY").update();
    } catch (SQLException e) {
      assertThat(e.getErrorCode()).isNotZero();
    }
  }

  private void assertRefusedUntouched(String message) throws IOException {
    byte[] before = Files.readAllBytes(file());

    assertFails(() -> settings().open(), message);

    assertThat(file()).hasBinaryContent(before);
    assertThat(files()).containsExactly(file());
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isExactlyInstanceOf(StorageException.class)
        .hasMessageContaining(message)
        .hasNoCause();
  }

  private static void handle(H2Storage storage, String key) {
    storage.commit(
        Change.builder("w", new Lease("o", TestChanges.NOW))
            .handled(new HandledMessage(key, "digest", TestChanges.NOW, Optional.empty()))
            .build());
  }

  private static Migrations withAnother(String script) {
    return Migrations.CURRENT.and(script);
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private H2Settings settings() {
    return H2Storage.at(base()).protector(TestKeys.protector());
  }

  private Path base() {
    return directory.resolve("store");
  }

  private Path file() {
    return directory.resolve("store.mv.db");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
