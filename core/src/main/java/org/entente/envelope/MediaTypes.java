package org.entente.envelope;

import java.util.Optional;
import org.entente.exception.InvalidMessageException;

/** The {@code typ} of envelopes (DIDComm v2 §IANA Media Types). */
final class MediaTypes {
  static final String ENCRYPTED = "application/didcomm-encrypted+json";
  static final String SIGNED = "application/didcomm-signed+json";

  private MediaTypes() {}

  /**
   * Refuses a {@code typ} that is there and is another; without a slash it is an application type.
   */
  static void check(Optional<String> typ, String expected) {
    if (typ.isPresent()) {
      String text = typ.get().contains("/") ? typ.get() : "application/" + typ.get();
      if (!text.equals(expected)) {
        throw InvalidMessageException.malformed("member typ does not fit the envelope");
      }
    }
  }
}
