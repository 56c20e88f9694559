package org.entente.storage.h2;

import java.sql.SQLException;

/** Gives numbers to messages and events, each larger than all before. Not thread-safe. */
final class Numbers {
  private long last;
  private long kept;

  Numbers(Session session) throws SQLException {
    this.last =
        session.command("SELECT last_number FROM numbering").first(Row::number).orElseThrow();
    this.kept = last;
  }

  long next() {
    return ++last;
  }

  /** In the transaction that uses them, so that they go on after it even if all its rows go. */
  void keep(Session session) throws SQLException {
    if (kept != last) {
      session.command("UPDATE numbering SET last_number = ?").number(last).update();
      kept = last;
    }
  }
}
