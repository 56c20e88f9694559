package org.entente.storage;

import org.entente.exception.EntenteException;

/**
 * The store cannot be opened, read or written.
 *
 * <p>The operator's move. A commit that threw this may or may not have happened; the pipeline finds
 * out by deciding again.
 */
public class StorageException extends EntenteException {
  private static final long serialVersionUID = 1L;

  /**
   * With what failed and what to do, on one line. Must not repeat the message of a database driver,
   * which may quote the data.
   */
  public StorageException(String message) {
    super(message);
  }
}
