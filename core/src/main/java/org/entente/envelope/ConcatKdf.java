package org.entente.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Concat KDF with SHA-256 for a key of 256 bits: one round (NIST SP 800-56A §5.8.1, RFC 7518
 * §4.6.2).
 */
final class ConcatKdf {
  private static final int KEY_DATA_LEN_BITS = 256;

  private ConcatKdf() {}

  /**
   * Derives a key encryption key.
   *
   * @param z the agreed secret
   * @param alg the envelope's {@code alg}, since a key is wrapped
   * @param apu the decoded header, empty if there is none
   * @param apv the decoded header
   * @param tag the tag of the already encrypted content for ECDH-1PU (draft-madden-jose-ecdh-1pu-04
   *     §2.3); null for ECDH-ES
   */
  static byte[] derive(byte[] z, String alg, byte[] apu, byte[] apv, byte @Nullable [] tag) {
    return round(z, otherInfo(alg, apu, apv, KEY_DATA_LEN_BITS, tag));
  }

  /** AlgorithmID, PartyUInfo, PartyVInfo and SuppPubInfo, each as RFC 7518 §4.6.2 has it. */
  static byte[] otherInfo(
      String alg, byte[] apu, byte[] apv, int keyDataLenBits, byte @Nullable [] tag) {
    byte[] algorithmId = alg.getBytes(StandardCharsets.US_ASCII);
    int tagBytes = tag == null ? 0 : Integer.BYTES + tag.length;
    ByteBuffer otherInfo =
        ByteBuffer.allocate(
            4 * Integer.BYTES + algorithmId.length + apu.length + apv.length + tagBytes);
    otherInfo.putInt(algorithmId.length).put(algorithmId);
    otherInfo.putInt(apu.length).put(apu);
    otherInfo.putInt(apv.length).put(apv);
    otherInfo.putInt(keyDataLenBits); // SuppPubInfo
    if (tag != null) {
      otherInfo.putInt(tag.length).put(tag); // appended to SuppPubInfo by the 1PU draft
    }
    return otherInfo.array();
  }

  /** The first round, which is the only one for up to 256 bits. */
  static byte[] round(byte[] z, byte[] otherInfo) {
    MessageDigest sha256 = Jca.sha256();
    sha256.update(new byte[] {0, 0, 0, 1}); // the counter
    sha256.update(z);
    sha256.update(otherInfo);
    return sha256.digest();
  }
}
