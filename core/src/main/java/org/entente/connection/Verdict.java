package org.entente.connection;

/** What becomes of a request to connect. */
public enum Verdict {
  /** We connect. */
  ACCEPT,
  /** We do not, and the requester is told. */
  DECLINE,
  /** Somebody decides later; the requester keeps asking meanwhile, until its own deadline. */
  DEFER
}
