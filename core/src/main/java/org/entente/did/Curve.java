package org.entente.did;

/** The curves of DIDComm v2, with their names in JOSE and their multicodec prefixes. */
public enum Curve {
  /** Key agreement (RFC 7748). */
  X25519("OKP", "X25519", 0xec, 32),
  /** Signatures (RFC 8032). */
  ED25519("OKP", "Ed25519", 0xed, 32),
  /** NIST P-256. */
  P256("EC", "P-256", 0x1200, 33),
  /** NIST P-384. */
  P384("EC", "P-384", 0x1201, 49),
  /** NIST P-521. */
  P521("EC", "P-521", 0x1202, 67),
  /** Signatures only (RFC 8812). */
  SECP256K1("EC", "secp256k1", 0xe7, 33);

  private final String keyType;
  private final String joseName;
  private final int multicodec;
  private final int publicKeyBytes;

  Curve(String keyType, String joseName, int multicodec, int publicKeyBytes) {
    this.keyType = keyType;
    this.joseName = joseName;
    this.multicodec = multicodec;
    this.publicKeyBytes = publicKeyBytes;
  }

  /** {@code kty} of a JWK. */
  public String keyType() {
    return keyType;
  }

  /** {@code crv} of a JWK. */
  public String joseName() {
    return joseName;
  }

  /** Whether it is one for key agreement; the others are for signatures only. */
  public boolean canAgree() {
    return this != ED25519 && this != SECP256K1;
  }

  int multicodec() {
    return multicodec;
  }

  /** Length of a public key; a point of the EC curves is counted compressed. */
  public int publicKeyBytes() {
    return publicKeyBytes;
  }
}
