package org.entente.did;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** SHA-256 as a multihash in base58 multibase, by which did:peer names a text: {@code zQm…}. */
final class Multihash {
  private static final byte SHA_256 = 0x12;
  private static final int DIGEST_BYTES = 32;

  private Multihash() {}

  /**
   * The multihash of a text.
   *
   * @param text ASCII, as all of a DID is
   */
  static String of(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] multihash = new byte[2 + DIGEST_BYTES];
      multihash[0] = SHA_256;
      multihash[1] = DIGEST_BYTES;
      sha256.update(text.getBytes(StandardCharsets.US_ASCII));
      sha256.digest(multihash, 2, DIGEST_BYTES);
      return 'z' + Base58.encode(multihash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
