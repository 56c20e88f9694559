package org.entente.storage.h2;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;

/**
 * Where an H2 database is, and with which settings it is opened. Immutable.
 *
 * <p>{@code entente:} keeps the file's header right ({@link SteadyFile}), {@code async:} survives
 * an interrupt of the thread that reads or writes. {@code WRITE_DELAY=0} writes a commit before it
 * returns; small pages make that little. H2 neither closes the database at the exit of the JVM,
 * when we still write to it, nor keeps a trace, which quotes data. Plans are those of the index
 * hints and do not change with statistics.
 */
final class Database {
  private static final String ALWAYS =
      ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
          + ";TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0"
          + ";ANALYZE_AUTO=0;PAGE_SIZE=4096;MAX_LENGTH_INPLACE_LOB=16384";

  static {
    SteadyFileSystem.register();
  }

  private final String url;

  private Database(String url) {
    this.url = url;
  }

  /** In an existing file. */
  static Database inFile(Path base) {
    return new Database(file(base) + ";IFEXISTS=TRUE" + ALWAYS);
  }

  /** In an existing file, which is not changed. */
  static Database readOnly(Path base) {
    return new Database(file(base) + ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r" + ALWAYS);
  }

  /** In an empty file. */
  static Database inNewFile(Path base) {
    return new Database(file(base) + ALWAYS);
  }

  static Database inMemory() {
    return new Database("jdbc:h2:mem:" + UUID.randomUUID() + ALWAYS);
  }

  Session connect() throws SQLException {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(url);
    // the first user of a database owns it, and only the owner may force the disk
    source.setUser("entente");
    source.setPassword("");
    Connection connection = source.getConnection();
    return new Session(connection);
  }

  private static String file(Path base) {
    return "jdbc:h2:entente:async:" + base;
  }
}
