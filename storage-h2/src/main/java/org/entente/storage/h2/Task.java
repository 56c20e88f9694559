package org.entente.storage.h2;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.entente.exception.EntenteException;
import org.entente.storage.StorageException;
import org.jspecify.annotations.Nullable;

/** Something to write, and the caller who waits for it. */
final class Task<T> {
  /** What is written. */
  interface Work<T> {
    T run(Session session, Records records) throws SQLException;
  }

  private final Work<T> work;
  private final CompletableFuture<T> outcome = new CompletableFuture<>();
  private @Nullable T result;
  private @Nullable RuntimeException refusal;

  Task(Work<T> work) {
    this.work = work;
  }

  void run(Session session, Records records) throws SQLException {
    refusal = null;
    result = work.run(session, records);
  }

  /** Remembers why nothing of this was written. */
  void refuse(RuntimeException reason) {
    refusal = reason;
  }

  /**
   * The transaction is kept; the caller goes on. Who was refused goes on no sooner: what it was
   * refused for may be in the same transaction.
   */
  void settle() {
    if (refusal != null) {
      outcome.completeExceptionally(refusal);
    } else {
      outcome.complete(result);
    }
  }

  /** The transaction is not kept. */
  void fail(StorageException failure) {
    outcome.completeExceptionally(failure);
  }

  /** Waits, whether or not the thread is interrupted. */
  T await() {
    try {
      return outcome.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof EntenteException failure) {
        throw failure;
      }
      throw new StorageException("the change cannot be written; it holds what cannot be kept");
    }
  }
}
