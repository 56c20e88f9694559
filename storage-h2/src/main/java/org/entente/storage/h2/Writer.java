package org.entente.storage.h2;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.entente.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. What waits when it is ready goes into one transaction, each change
 * behind a savepoint, and so shares one write of the file and one flush of the disk.
 *
 * <p>One writer means no deadlocks, no lock timeouts, numbers in the order in which commits become
 * visible, and no caller whose interrupt could reach a write. Thread-safe.
 */
final class Writer {
  private static final int LARGEST_BATCH = 256;
  private static final int BATCHES_BETWEEN_COMPACTIONS = 16;
  private static final String CLOSED = "the storage is closed";
  private static final String UNKNOWN = "it is not known whether the change was written";

  private final Database database;
  private final Durability durability;
  private final FlushGate gate;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<Task<?>> waiting = new ArrayDeque<>();
  private final Thread thread = new Thread(this::run, "entente-h2-writer");
  private final Sessions readers;
  private boolean closing;
  private String last = "";
  private volatile @Nullable String problem;

  // Of the thread alone; null after a failure.
  private @Nullable Session session;
  private @Nullable Numbers numbers;
  private long batches;

  /**
   * Starts writing.
   *
   * @param session one on which nothing has been written yet
   * @param readers closed before the session, so that the session is the last one
   */
  Writer(
      Database database, Session session, Durability durability, FlushGate gate, Sessions readers)
      throws SQLException {
    this.database = database;
    this.durability = durability;
    this.gate = gate;
    this.readers = readers;
    use(session);
    // a host that forgets to close must still be able to end; what was committed is in the file
    thread.setDaemon(true);
    thread.start();
  }

  /** Has it written, and returns when it is kept as promised. */
  <T> T write(Task.Work<T> work) {
    Task<T> task = new Task<>(work);
    lock.lock();
    try {
      if (closing) {
        throw new StorageException(CLOSED);
      }
      waiting.add(task);
      arrived.signal();
    } finally {
      lock.unlock();
    }
    return task.await();
  }

  /** What went wrong when last something was written. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Writes what waits and closes the database. */
  void close() {
    close("CHECKPOINT SYNC");
  }

  /** As {@link #close}, and rewrites the file, so that nothing remains of what was replaced. */
  void closeCompacting() {
    close("SHUTDOWN COMPACT");
  }

  private void close(String lastStatement) {
    lock.lock();
    try {
      closing = true;
      last = lastStatement;
      arrived.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Task<?>> batch = nextBatch();
    while (!batch.isEmpty()) {
      try {
        write(batch);
      } catch (RuntimeException | Error e) { // the thread's top: callers must not wait for ever
        startAnew(e.getClass().getSimpleName());
        batch.forEach(task -> task.fail(new StorageException(UNKNOWN)));
      }
      batch = nextBatch();
    }
    closeDatabase();
  }

  /** What waits; empty if nothing comes any more. */
  private List<Task<?>> nextBatch() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closing) {
        arrived.awaitUninterruptibly();
      }
      List<Task<?>> batch = new ArrayList<>();
      while (!waiting.isEmpty() && batch.size() < LARGEST_BATCH) {
        batch.add(waiting.remove());
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void write(List<Task<?>> batch) {
    try {
      prepare(batch);
    } catch (SQLException e) {
      startAnew(Failures.reason(e));
      // one of them may be to blame, and the others must not suffer for it
      batch.forEach(this::writeAlone);
      return;
    }
    keep(batch);
  }

  private void writeAlone(Task<?> task) {
    try {
      prepare(List.of(task));
    } catch (SQLException e) {
      startAnew(Failures.reason(e));
      task.fail(Failures.of("nothing was written", e));
      return;
    }
    keep(List.of(task));
  }

  /** Everything up to the commit: if it fails, nothing was written. */
  private void prepare(List<Task<?>> batch) throws SQLException {
    Session current = session();
    Numbers currentNumbers = numbers();
    Records records = new Records(current, currentNumbers);
    for (Task<?> task : batch) {
      write(task, current, records);
    }
    currentNumbers.keep(current);
  }

  private static void write(Task<?> task, Session session, Records records) throws SQLException {
    session.command("SAVEPOINT before_change").update();
    try {
      task.run(session, records);
    } catch (RuntimeException e) {
      session.command("ROLLBACK TO SAVEPOINT before_change").update();
      task.refuse(e);
    }
  }

  private void keep(List<Task<?>> batch) {
    gate.begin();
    try {
      Session current = session();
      current.commit();
      if (durability == Durability.SYNC) {
        current.command("CHECKPOINT SYNC").update();
      }
      problem = null;
      batch.forEach(Task::settle);
      if (++batches % BATCHES_BETWEEN_COMPACTIONS == 0) {
        current.compactIfGrown();
      }
    } catch (SQLException e) {
      startAnew(Failures.reason(e));
      batch.forEach(task -> task.fail(Failures.of(UNKNOWN, e)));
    } finally {
      gate.finish();
    }
  }

  private Session session() throws SQLException {
    return session != null ? session : use(database.connect());
  }

  private Numbers numbers() {
    if (numbers == null) {
      throw new IllegalStateException("there is a session, so there are numbers");
    }
    return numbers;
  }

  private Session use(Session fresh) throws SQLException {
    fresh.beginTransactions();
    numbers = new Numbers(fresh);
    session = fresh;
    return fresh;
  }

  /** H2 may have closed the database; the next write opens it again. */
  private void startAnew(String reason) {
    problem = "the last change could not be written: " + reason;
    Session broken = session;
    session = null;
    numbers = null;
    if (broken != null) {
      try {
        broken.rollback();
      } catch (SQLException e) {
        problem = "the last change could not be written: " + Failures.reason(e);
      }
      broken.close();
    }
  }

  private void closeDatabase() {
    readers.close();
    Session remaining = session;
    if (remaining != null) {
      try {
        remaining.commit();
        remaining.command(lastStatement()).update();
      } catch (SQLException e) {
        problem = "the disk was not flushed at the end: " + Failures.reason(e);
      }
      remaining.close();
    }
  }

  private String lastStatement() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }
}
