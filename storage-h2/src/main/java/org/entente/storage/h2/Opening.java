package org.entente.storage.h2;

import java.security.SecureRandom;
import java.sql.SQLException;
import org.entente.keys.DataKey;
import org.entente.keys.KeyProtector;
import org.entente.storage.StorageException;

/**
 * Creates, checks and migrates a store, up to the point where it can be used.
 *
 * <p>Nothing is ever half made: what is created or migrated is a draft until it is complete, and a
 * store is looked at through a read-only database before anything may be written to it.
 */
final class Opening {
  private static final String DAMAGED = "the store's file is damaged; restore it";

  private final StoreFile file;
  private final KeyProtector protector;
  private final Migrations migrations;
  private final SecureRandom random;
  private final boolean toleratesLoss;

  /**
   * Of one file.
   *
   * @param toleratesLoss whether what was committed last may be missing
   */
  Opening(
      StoreFile file,
      KeyProtector protector,
      Migrations migrations,
      SecureRandom random,
      boolean toleratesLoss) {
    this.file = file;
    this.protector = protector;
    this.migrations = migrations;
    this.random = random;
    this.toleratesLoss = toleratesLoss;
  }

  /** Makes a store where there is none, and closes it. */
  DataKey create() {
    if (file.exists()) {
      throw new StorageException("there is a store in this place already");
    }
    StoreFile draft = file.createDraft(random);
    DataKey dataKey = DataKey.generate(random);
    try (Session session = Database.inNewFile(draft.base()).connect()) {
      fill(session, dataKey);
      session.command("CHECKPOINT SYNC").update();
    } catch (SQLException e) {
      dataKey.close();
      draft.discard();
      throw Failures.of("the store cannot be created", e);
    }
    draft.becomeNew(file);
    return dataKey;
  }

  /** Makes the tables of a new store. */
  void fill(Session session, DataKey dataKey) throws SQLException {
    migrations.run(session, 0);
    Header.create(dataKey, protector, migrations.version(), random).write(session);
  }

  /**
   * Checks a store, and migrates it if it is older.
   *
   * @throws org.entente.keys.WrongKeyException if the protector is not the store's; nothing was
   *     changed
   */
  DataKey check() {
    long written = file.check();
    DataKey dataKey;
    try (Session session = Database.readOnly(file.base()).connect()) {
      if (session.version() < written && !toleratesLoss) {
        throw new StorageException(
            DAMAGED
                + "; what was committed last is missing, and the rest can be had with"
                + " H2Settings.openWithLoss()");
      }
      Header header = Header.read(session);
      if (header.schemaVersion() > migrations.version()) {
        throw new StorageException(
            "the store has schema version "
                + header.schemaVersion()
                + ", this release knows "
                + migrations.version()
                + "; use a newer release");
      }
      requireReadable(session, header.schemaVersion());
      dataKey = DataKey.unwrap(header.wrappedKey(), protector, random);
      if (header.schemaVersion() < migrations.version()) {
        // under the lock of the read-only session, so that nobody writes what would be lost
        migrate(header);
      }
    } catch (SQLException e) {
      throw Failures.of("the store cannot be opened", e);
    }
    return dataKey;
  }

  /** Reads what opening for writing will read, for then it is too late to leave the file alone. */
  private void requireReadable(Session session, int version) throws SQLException {
    // H2 drops a table whose root it cannot read
    for (String table : migrations.tables(version)) {
      session.command("SELECT COUNT(*) FROM " + table).first(Row::number);
    }
    if (version == migrations.version()) {
      session.command("SELECT COUNT(*) FROM (" + H2Storage.LEASED + ")").first(Row::number);
    }
    session
        .command(
            "SELECT COUNT(*) FROM queued_message USE INDEX (queued_message_ready)"
                + " WHERE wallet >= '' AND sequence >= 0")
        .first(Row::number);
    if (session.command("SELECT last_number FROM numbering").first(Row::number).isEmpty()) {
      throw new StorageException(DAMAGED);
    }
  }

  private void migrate(Header header) {
    StoreFile draft = file.createDraft(random);
    draft.copyOf(file);
    try (Session session = Database.inFile(draft.base()).connect()) {
      migrations.run(session, header.schemaVersion());
      header.withVersion(migrations.version()).write(session);
      session.command("CHECKPOINT SYNC").update();
    } catch (SQLException e) {
      draft.discard();
      throw Failures.of("the store cannot be migrated and is left as it was", e);
    }
    draft.replace(file);
  }
}
