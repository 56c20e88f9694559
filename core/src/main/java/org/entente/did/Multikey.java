package org.entente.did;

import java.util.Arrays;
import java.util.Optional;
import org.entente.limits.Limit;

/** Public keys in multibase: {@code z}, then base58 of a multicodec prefix and the key. */
final class Multikey {
  private Multikey() {}

  static String encode(PublicJwk key) {
    byte[] raw = key.raw();
    byte[] prefix = prefix(key.curve());
    byte[] bytes = Arrays.copyOf(prefix, prefix.length + raw.length);
    System.arraycopy(raw, 0, bytes, prefix.length, raw.length);
    return 'z' + Base58.encode(bytes);
  }

  /**
   * The key; empty if it is of an unknown kind, of the wrong length, no point of its curve, or no
   * multibase at all.
   */
  static Optional<PublicJwk> decode(String multibase) {
    if (!multibase.startsWith("z") || multibase.length() > Limit.DID_KEY_CHARS.defaultValue()) {
      return Optional.empty();
    }
    return Base58.decode(multibase.substring(1)).flatMap(Multikey::decode);
  }

  /**
   * Whether it is multibase, but of a kind that is not known here.
   *
   * @param multibase no longer than {@link Limit#DID_KEY_CHARS}
   */
  static boolean isOfUnknownKind(String multibase) {
    return multibase.startsWith("z")
        && Base58.decode(multibase.substring(1))
            .filter(bytes -> bytes.length > 2 && !isKnown(bytes))
            .isPresent();
  }

  private static boolean isKnown(byte[] bytes) {
    return Arrays.stream(Curve.values())
        .anyMatch(curve -> Arrays.equals(bytes, 0, 2, prefix(curve), 0, 2));
  }

  private static Optional<PublicJwk> decode(byte[] bytes) {
    for (Curve curve : Curve.values()) {
      byte[] prefix = prefix(curve);
      if (bytes.length == prefix.length + curve.publicKeyBytes()
          && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length)) {
        return PublicJwk.find(curve, Arrays.copyOfRange(bytes, prefix.length, bytes.length));
      }
    }
    return Optional.empty();
  }

  // Every code is between 2⁷ and 2¹⁴, so its varint has two bytes.
  private static byte[] prefix(Curve curve) {
    int code = curve.multicodec();
    return new byte[] {(byte) ((code & 0x7f) | 0x80), (byte) (code >> 7)};
  }
}
