package org.entente.storage;

/**
 * A commit was based on what is no longer so: a record has another version, or what was to be new
 * is there already. Nothing was written.
 *
 * <p>The pipeline's move: load and decide again.
 */
public final class StaleRecordException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With the kind of record, such as {@code connection}. */
  public StaleRecordException(String kind) {
    super("the " + kind + " was changed or created by someone else in the meantime");
  }
}
