package org.entente.message;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message type URI: {@code <documentation>/<protocol>/<major>.<minor>/<name>} (DIDComm v2
 * §Protocol Identifier URI).
 *
 * @param uri the whole text
 */
public record MessageType(String uri) {
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(.{1,256})/([a-zA-Z0-9._-]{1,64})/(\\d{1,4})\\.(\\d{1,4})/([a-zA-Z0-9._-]{1,64})");

  /**
   * Whether both name the same message, in versions that understand each other: one major version.
   */
  public boolean isCompatibleWith(MessageType other) {
    return equals(other) || family().equals(other.family());
  }

  /**
   * The type with zero for its minor version, which is the same for all types that are compatible.
   * A text outside the grammar is its own family.
   */
  public String family() {
    Matcher parts = GRAMMAR.matcher(uri);
    return parts.matches()
        ? parts.group(1) + '/' + parts.group(2) + '/' + parts.group(3) + ".0/" + parts.group(5)
        : uri;
  }

  @Override
  public String toString() {
    return uri;
  }
}
