package org.entente.storage.h2;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.entente.storage.StorageException;

/** The sessions of readers: made when needed, kept, and never more than so many. Thread-safe. */
final class Sessions implements AutoCloseable {
  private final Database database;
  private final int atMost;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Session> idle = new ArrayDeque<>();
  private int borrowed;
  private boolean closed;

  Sessions(Database database, int atMost) {
    this.database = database;
    this.atMost = atMost;
  }

  /** Takes a session, to be given back; waits for one if all are taken. */
  Session borrow() throws SQLException {
    lock.lock();
    try {
      while (!closed && borrowed == atMost) {
        changed.awaitUninterruptibly();
      }
      if (closed) {
        throw new StorageException("the storage is closed");
      }
      borrowed++;
      Session session = idle.pollLast();
      if (session != null) {
        return session;
      }
    } finally {
      lock.unlock();
    }
    try {
      return database.connect();
    } catch (SQLException e) {
      returned();
      throw e;
    }
  }

  void giveBack(Session session, boolean healthy) {
    List<Session> broken = new ArrayList<>();
    lock.lock();
    try {
      if (healthy) {
        idle.addLast(session);
      } else {
        // what broke one, such as a full disk, has broken all
        broken.add(session);
        broken.addAll(idle);
        idle.clear();
      }
    } finally {
      lock.unlock();
    }
    broken.forEach(Session::close);
    returned();
  }

  /** Waits for borrowed sessions and closes all. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      while (borrowed > 0) {
        changed.awaitUninterruptibly();
      }
      idle.forEach(Session::close);
      idle.clear();
    } finally {
      lock.unlock();
    }
  }

  private void returned() {
    lock.lock();
    try {
      borrowed--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
