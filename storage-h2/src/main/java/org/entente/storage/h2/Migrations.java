package org.entente.storage.h2;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The scripts that make a schema, the n-th leading from version n - 1 to n. Immutable.
 *
 * <p>A script is a resource of this package. Each of its statements ends with a semicolon at the
 * end of a line.
 */
final class Migrations {
  /** Those of this release. A script that was released is never changed. */
  static final Migrations CURRENT = new Migrations(List.of("V1__records.sql", "V2__outcomes.sql"));

  private static final Pattern CREATE_TABLE = Pattern.compile("CREATE TABLE (\\w+)");

  private final List<String> scripts;

  Migrations(List<String> scripts) {
    this.scripts = List.copyOf(scripts);
  }

  /** These, and one more, for tests. */
  Migrations and(String script) {
    List<String> more = new ArrayList<>(scripts);
    more.add(script);
    return new Migrations(more);
  }

  /** The version that the last script leads to. */
  int version() {
    return scripts.size();
  }

  /**
   * Brings a database from one version to the current one. H2 commits each change of a schema by
   * itself, so this is for a database that nobody uses yet.
   */
  void run(Session session, int fromVersion) throws SQLException {
    for (String script : scripts.subList(fromVersion, scripts.size())) {
      for (String statement : read(script).split(";\\s*\n", -1)) {
        if (!statement.isBlank()) {
          session.command(statement).update();
        }
      }
    }
  }

  /** The tables of a version. */
  List<String> tables(int version) {
    return scripts.subList(0, version).stream()
        .flatMap(script -> CREATE_TABLE.matcher(read(script)).results())
        .map(created -> created.group(1))
        .toList();
  }

  private static String read(String script) {
    try (InputStream stream = Migrations.class.getResourceAsStream(script)) {
      if (stream == null) {
        throw new IllegalStateException("the jar lacks " + script);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the jar lacks " + script, e);
    }
  }
}
