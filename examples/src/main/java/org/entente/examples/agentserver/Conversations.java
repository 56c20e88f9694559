package org.entente.examples.agentserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.entente.examples.AgentData;
import org.entente.examples.KeyFile;
import org.entente.keys.KeyProtector;
import org.entente.keys.SealedBytes;
import org.entente.keys.Secret;
import org.entente.storage.StorageException;

/**
 * What was said over each connection, kept by the application in a database of its own: the agent
 * delivers messages and does not keep them. A message that is handed over twice is kept once.
 * Encrypted with a key that is protected as the agent's are. Thread-safe.
 */
final class Conversations implements AutoCloseable {
  private static final int KEY_BYTES = 32;

  /** Peers may write a megabyte at a time, and a page is held in memory. */
  private static final int PAGE_CHARACTERS = 1_000_000;

  /** What H2 calls DATABASE_ALREADY_OPEN_1. */
  private static final int IN_USE = 90_020;

  private final Connection database;

  /**
   * A message, and its place in the order in which they came.
   *
   * @param isGivenUp whether it was ours, and could not be delivered
   */
  record Said(
      long place,
      String id,
      String connectionId,
      boolean isOurs,
      String content,
      Instant time,
      boolean isGivenUp) {}

  /** Some messages, and whether there are more behind them. */
  record Page(List<Said> messages, boolean hasMore) {}

  private Conversations(String url, String password) {
    try {
      database = DriverManager.getConnection(url, "sa", password);
      try (Statement statement = database.createStatement()) {
        statement.execute(
            "CREATE TABLE IF NOT EXISTS said(place IDENTITY PRIMARY KEY, id VARCHAR NOT NULL,"
                + " connection_id VARCHAR NOT NULL, ours BOOLEAN NOT NULL, content VARCHAR NOT"
                + " NULL, micros BIGINT NOT NULL, given_up BOOLEAN DEFAULT FALSE NOT NULL,"
                + " UNIQUE(connection_id, ours, id))");
        // a page is read until it is full, not as long as the query goes on
        statement.execute("SET LAZY_QUERY_EXECUTION 1");
        statement.execute("CREATE INDEX IF NOT EXISTS said_of ON said(connection_id, place)");
      }
    } catch (SQLException e) {
      throw failure(
          e.getErrorCode() == IN_USE
              ? "the conversations are in use by another process; close it there"
              : "the conversations cannot be opened",
          e);
    }
  }

  /**
   * Opens them where the agent is kept.
   *
   * @throws IOException if the files cannot be used
   */
  static Conversations open(AgentData data) throws IOException {
    if (data.directory().isEmpty()) {
      return new Conversations("jdbc:h2:mem:", "");
    }
    Path directory = data.directory().get().toAbsolutePath();
    String key = key(directory.resolve("conversations.key"), data);
    return new Conversations(
        "jdbc:h2:async:" + directory.resolve("conversations") + ";CIPHER=AES;WRITE_DELAY=0",
        key + " " + key);
  }

  private static String key(Path file, AgentData data) throws IOException {
    try (KeyProtector protector = data.protector()) {
      if (!Files.exists(file)) {
        byte[] fresh = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(fresh);
        try (Secret key = Secret.takeOver(fresh)) {
          KeyFile.write(file, protector.protect(key).toBytes());
        }
      }
      try (Secret key = protector.unprotect(SealedBytes.of(Files.readAllBytes(file)))) {
        return HexFormat.of().formatHex(key.expose());
      }
    }
  }

  /**
   * Keeps a message, unless it is kept already.
   *
   * @return the message as it is kept, or empty if it was
   */
  synchronized Optional<Said> add(
      String connectionId, String id, boolean isOurs, String content, Instant time) {
    try (PreparedStatement insert =
        database.prepareStatement(
            "INSERT INTO said(id, connection_id, ours, content, micros)"
                + " SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS"
                + " (SELECT 1 FROM said WHERE connection_id = ? AND ours = ? AND id = ?)",
            Statement.RETURN_GENERATED_KEYS)) {
      insert.setString(1, id);
      insert.setString(2, connectionId);
      insert.setBoolean(3, isOurs);
      insert.setString(4, content);
      insert.setLong(5, ChronoUnit.MICROS.between(Instant.EPOCH, time));
      insert.setString(6, connectionId);
      insert.setBoolean(7, isOurs);
      insert.setString(8, id);
      if (insert.executeUpdate() == 0) {
        return Optional.empty();
      }
      try (ResultSet keys = insert.getGeneratedKeys()) {
        keys.next();
        return Optional.of(
            new Said(keys.getLong(1), id, connectionId, isOurs, content, time, false));
      }
    } catch (SQLException e) {
      throw failure("a message cannot be kept", e);
    }
  }

  /** Messages of a connection behind a place, oldest first, as many as a page may hold. */
  synchronized Page list(String connectionId, long afterPlace, int limit) {
    try (PreparedStatement select =
        database.prepareStatement(
            "SELECT place, id, ours, content, micros, given_up FROM said"
                + " WHERE connection_id = ? AND place > ? ORDER BY place LIMIT ?")) {
      select.setString(1, connectionId);
      select.setLong(2, afterPlace);
      select.setInt(3, limit + 1);
      List<Said> messages = new ArrayList<>();
      long characters = 0;
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          characters += rows.getString(4).length();
          if (messages.size() == limit || (characters > PAGE_CHARACTERS && !messages.isEmpty())) {
            return new Page(messages, true);
          }
          messages.add(
              new Said(
                  rows.getLong(1),
                  rows.getString(2),
                  connectionId,
                  rows.getBoolean(3),
                  rows.getString(4),
                  Instant.EPOCH.plus(rows.getLong(5), ChronoUnit.MICROS),
                  rows.getBoolean(6)));
        }
      }
      return new Page(messages, false);
    } catch (SQLException e) {
      throw failure("messages cannot be read", e);
    }
  }

  /** Remembers that a message of ours could not be delivered. */
  synchronized void giveUp(String connectionId, String id) {
    try (PreparedStatement update =
        database.prepareStatement(
            "UPDATE said SET given_up = TRUE WHERE connection_id = ? AND ours AND id = ?")) {
      update.setString(1, connectionId);
      update.setString(2, id);
      var unused = update.executeUpdate();
    } catch (SQLException e) {
      throw failure("a message cannot be kept", e);
    }
  }

  /** Forgets all that was said over a connection. */
  synchronized void forget(String connectionId) {
    try (PreparedStatement delete =
        database.prepareStatement("DELETE FROM said WHERE connection_id = ?")) {
      delete.setString(1, connectionId);
      var unused = delete.executeUpdate();
    } catch (SQLException e) {
      throw failure("messages cannot be forgotten", e);
    }
  }

  private static StorageException failure(String what, SQLException cause) {
    StorageException failure = new StorageException(what + ": H2 error " + cause.getErrorCode());
    var unused = failure.initCause(cause);
    return failure;
  }

  @Override
  public synchronized void close() {
    try {
      database.close();
    } catch (SQLException e) {
      throw failure("the conversations cannot be closed", e);
    }
  }
}
