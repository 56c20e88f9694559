package org.entente.did;

import org.entente.exception.EntenteException;

/**
 * A DID cannot be resolved: its method is unknown, or its text or document is broken.
 *
 * <p>The user's move: register a {@link DidResolver} for the method, or get an invitation with
 * another DID.
 */
public final class DidResolutionException extends EntenteException {
  private static final long serialVersionUID = 1L;

  private final String method;

  /**
   * With the DID that failed.
   *
   * @param reason what is wrong, on one line and without quoting the DID
   */
  public DidResolutionException(Did did, String reason) {
    super("cannot resolve " + did.abbreviated() + ": " + reason);
    this.method = did.method();
  }

  /** The DID's method. */
  public String method() {
    return method;
  }
}
