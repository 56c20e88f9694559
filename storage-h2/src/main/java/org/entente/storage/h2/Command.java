package org.entente.storage.h2;

import java.io.ByteArrayInputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.keys.SealedBytes;

/** A prepared statement whose parameters are bound one after the other. Not thread-safe. */
final class Command {
  /** What H2 accepts as one binary value; longer ones have to be streamed. */
  private static final int LONGEST_BINARY = 1 << 20;

  /** Reads one row. */
  interface RowReader<T> {
    T read(Row row) throws SQLException;
  }

  private final PreparedStatement statement;
  private int bound;

  Command(PreparedStatement statement) {
    this.statement = statement;
  }

  /** The same command, with nothing bound yet. */
  Command restarted() {
    bound = 0;
    return this;
  }

  Command text(String value) throws SQLException {
    statement.setString(++bound, value);
    return this;
  }

  Command text(Optional<String> value) throws SQLException {
    statement.setString(++bound, value.orElse(null));
    return this;
  }

  Command number(long value) throws SQLException {
    statement.setLong(++bound, value);
    return this;
  }

  Command noNumber() throws SQLException {
    statement.setNull(++bound, Types.BIGINT);
    return this;
  }

  Command number(Optional<Long> value) throws SQLException {
    return value.isPresent() ? number(value.get()) : noNumber();
  }

  Command time(Instant value) throws SQLException {
    return number(Micros.of(value));
  }

  Command time(Optional<Instant> value) throws SQLException {
    return value.isPresent() ? time(value.get()) : noNumber();
  }

  Command bytes(byte[] value) throws SQLException {
    if (value.length <= LONGEST_BINARY) {
      statement.setBytes(++bound, value);
    } else {
      statement.setBinaryStream(++bound, new ByteArrayInputStream(value), value.length);
    }
    return this;
  }

  Command sealed(SealedBytes value) throws SQLException {
    return bytes(value.toBytes());
  }

  Command sealed(Optional<SealedBytes> value) throws SQLException {
    if (value.isPresent()) {
      return sealed(value.get());
    }
    statement.setNull(++bound, Types.BLOB);
    return this;
  }

  /** Runs a statement that writes. */
  int update() throws SQLException {
    return statement.executeUpdate();
  }

  <T> List<T> list(RowReader<T> reader) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        rows.add(reader.read(new Row(result)));
      }
    }
    return rows;
  }

  <T> Optional<T> first(RowReader<T> reader) throws SQLException {
    try (ResultSet result = statement.executeQuery()) {
      return result.next() ? Optional.of(reader.read(new Row(result))) : Optional.empty();
    }
  }
}
