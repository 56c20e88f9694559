package org.entente.keys;

import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Secret bytes: compared in constant time, never printed, cleared by {@link #close}.
 *
 * <p>Not {@code Serializable}, on purpose. Maintainers: {@link #toString} must go on revealing
 * nothing, not even the length; values of this type reach log statements by way of others. Not
 * thread-safe while being closed.
 */
public final class Secret implements AutoCloseable {
  private final byte[] bytes;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Copies the bytes; the caller's array stays the caller's to clear. */
  public static Secret copyOf(byte[] bytes) {
    return new Secret(bytes.clone());
  }

  /** Takes the array over; the caller must not use it any more. */
  public static Secret takeOver(byte[] bytes) {
    return new Secret(bytes);
  }

  /**
   * The bytes themselves, not a copy: they are cleared with this secret. Do not keep or change
   * them. The only way to the content, so that it is easy to search for.
   */
  public byte[] expose() {
    return bytes;
  }

  /** How many bytes. */
  public int lengthBytes() {
    return bytes.length;
  }

  /** Overwrites the bytes with zeros. */
  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
  }

  /** The same for all secrets: anything else would tell something about the content. */
  @Override
  public int hashCode() {
    return 1;
  }

  @Override
  public String toString() {
    return "Secret(redacted)";
  }
}
