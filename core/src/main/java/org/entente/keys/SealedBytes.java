package org.entente.keys;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that only the holder of the right key can open. Immutable.
 *
 * <p>A storage keeps them and gives them back as they are.
 */
public final class SealedBytes {
  private final byte[] bytes;

  private SealedBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Copies what a storage has kept. */
  public static SealedBytes of(byte[] bytes) {
    return new SealedBytes(bytes.clone());
  }

  /** Takes the array over; the caller must not use it any more. */
  static SealedBytes takeOver(byte[] bytes) {
    return new SealedBytes(bytes);
  }

  /** The bytes themselves, not a copy; nobody is to change them. */
  byte[] expose() {
    return bytes;
  }

  /** A copy, for a storage to keep. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SealedBytes sealed && Arrays.equals(bytes, sealed.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "SealedBytes(" + bytes.length + " bytes)";
  }
}
