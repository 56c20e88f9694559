package org.entente.storage.h2;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.UUID;
import org.entente.keys.DataKey;
import org.entente.keys.KeyProtector;
import org.entente.keys.SealedBytes;
import org.entente.storage.StorageException;
import org.h2.api.ErrorCode;

/**
 * What a store says about itself. Immutable.
 *
 * @param id made when it was created
 * @param schemaVersion of its tables
 * @param wrappedKey the data key, as its protector guards it
 */
record Header(String id, int schemaVersion, SealedBytes wrappedKey) {

  /** A new store's. */
  static Header create(DataKey dataKey, KeyProtector protector, int version, SecureRandom random) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String id = UUID.nameUUIDFromBytes(bytes).toString();
    return new Header(id, version, dataKey.wrap(protector));
  }

  /**
   * That of an opened database.
   *
   * @throws StorageException if it is not a store of ours
   */
  static Header read(Session session) throws SQLException {
    try {
      return session
          .command("SELECT id, schema_version, wrapped_key FROM store")
          .first(row -> new Header(row.text(), row.smallNumber(), SealedBytes.of(row.bytes())))
          .orElseThrow(() -> new StorageException("the database holds no Entente store"));
    } catch (SQLException e) {
      if (e.getErrorCode() == ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1
          || e.getErrorCode() == ErrorCode.TABLE_OR_VIEW_NOT_FOUND_DATABASE_EMPTY_1) {
        throw new StorageException("the database holds no Entente store");
      }
      throw e;
    }
  }

  void write(Session session) throws SQLException {
    session.command("DELETE FROM store").update();
    session
        .command("INSERT INTO store VALUES (?, ?, ?)")
        .text(id)
        .number(schemaVersion)
        .sealed(wrappedKey)
        .update();
  }

  Header withVersion(int version) {
    return new Header(id, version, wrappedKey);
  }

  Header withKey(SealedBytes key) {
    return new Header(id, schemaVersion, key);
  }
}
