package org.entente.envelope;

/** The two values of {@code alg} in an encrypted envelope; all others are refused. */
enum KeyWrappingAlgorithm {
  /** Authenticated: the sender's static key takes part (draft-madden-jose-ecdh-1pu-04). */
  ECDH_1PU_A256KW("ECDH-1PU+A256KW"),
  /** Anonymous (RFC 7518 §4.6). */
  ECDH_ES_A256KW("ECDH-ES+A256KW");

  private final String joseName;

  KeyWrappingAlgorithm(String joseName) {
    this.joseName = joseName;
  }

  String joseName() {
    return joseName;
  }
}
