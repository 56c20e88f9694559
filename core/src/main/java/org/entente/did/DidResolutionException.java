package org.entente.did;

import org.entente.exception.EntenteException;

/**
 * A DID cannot be resolved: its method is unknown, its text or document is broken, or where it has
 * to be looked up there is no answer now.
 *
 * <p>The user's move: register a {@link DidResolver} for the method, or get an invitation with
 * another DID; if it {@link #isTemporary}, try again later.
 */
public final class DidResolutionException extends EntenteException {
  private static final long serialVersionUID = 1L;

  private final String method;
  private final boolean temporary;

  /**
   * With the DID that failed, for good.
   *
   * @param reason what is wrong, on one line and without quoting the DID
   */
  public DidResolutionException(Did did, String reason) {
    this(did, reason, false);
  }

  private DidResolutionException(Did did, String reason, boolean temporary) {
    super("cannot resolve " + did.abbreviated() + ": " + reason);
    this.method = did.method();
    this.temporary = temporary;
  }

  /**
   * For a look-up that failed and may succeed later, as when a host does not answer.
   *
   * @param reason what is wrong, on one line and without quoting the DID
   */
  public static DidResolutionException temporary(Did did, String reason) {
    return new DidResolutionException(did, reason, true);
  }

  /** The DID's method. */
  public String method() {
    return method;
  }

  /** Whether the same may succeed later; a delivery that fails so is tried again. */
  public boolean isTemporary() {
    return temporary;
  }
}
