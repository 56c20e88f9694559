package org.entente.storage.h2;

import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.entente.keys.SealedBytes;

/** A row of a result, read column after column. Not thread-safe. */
final class Row {
  private final ResultSet result;
  private int read;

  Row(ResultSet result) {
    this.result = result;
  }

  String text() throws SQLException {
    return result.getString(++read);
  }

  Optional<String> optionalText() throws SQLException {
    return Optional.ofNullable(result.getString(++read));
  }

  long number() throws SQLException {
    return result.getLong(++read);
  }

  int smallNumber() throws SQLException {
    return result.getInt(++read);
  }

  Optional<Long> optionalNumber() throws SQLException {
    long value = result.getLong(++read);
    return result.wasNull() ? Optional.empty() : Optional.of(value);
  }

  Instant time() throws SQLException {
    return Micros.toInstant(number());
  }

  Optional<Instant> optionalTime() throws SQLException {
    return optionalNumber().map(Micros::toInstant);
  }

  byte[] bytes() throws SQLException {
    return result.getBytes(++read);
  }

  Optional<SealedBytes> optionalSealed() throws SQLException {
    try (InputStream stream = result.getBinaryStream(++read)) {
      return stream == null ? Optional.empty() : Optional.of(SealedBytes.of(stream.readAllBytes()));
    } catch (IOException e) {
      throw new SQLException("a body cannot be read");
    }
  }

  /** A BLOB, which may be longer than one binary value. */
  SealedBytes sealed() throws SQLException {
    try (InputStream stream = result.getBinaryStream(++read)) {
      return SealedBytes.of(stream.readAllBytes());
    } catch (IOException e) {
      throw new SQLException("a body cannot be read");
    }
  }
}
