package org.entente.did;

/** What a key may be used for (DID Core §5.3). */
public enum VerificationRelationship {
  /** Proves who somebody is; signs DIDComm messages. */
  AUTHENTICATION("authentication"),
  /** Signs statements, such as credentials. */
  ASSERTION_METHOD("assertionMethod"),
  /** Is encrypted to, and authenticates the senders of encrypted messages. */
  KEY_AGREEMENT("keyAgreement"),
  /** Exercises a capability. */
  CAPABILITY_INVOCATION("capabilityInvocation"),
  /** Passes a capability on. */
  CAPABILITY_DELEGATION("capabilityDelegation");

  private final String jsonName;

  VerificationRelationship(String jsonName) {
    this.jsonName = jsonName;
  }

  /** Its member in a DID document, such as {@code keyAgreement}. */
  public String jsonName() {
    return jsonName;
  }

  /** Whether the key's curve is one for this. */
  boolean fits(PublicJwk key) {
    return this == KEY_AGREEMENT ? DidKey.canAgree(key) : DidKey.canSign(key);
  }
}
