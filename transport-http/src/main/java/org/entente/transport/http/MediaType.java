package org.entente.transport.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The one media type of the DIDComm v2 HTTPS transport. */
final class MediaType {
  /** Sent exactly so: some agents compare it as a whole. */
  static final String ENCRYPTED = "application/didcomm-encrypted+json";

  private MediaType() {}

  /** Whether a header names it: in any case, and with any parameters. */
  static boolean isEncrypted(@Nullable String header) {
    if (header == null) {
      return false;
    }
    int semicolon = header.indexOf(';');
    String type = semicolon < 0 ? header : header.substring(0, semicolon);
    return type.trim().toLowerCase(Locale.ROOT).equals(ENCRYPTED);
  }
}
