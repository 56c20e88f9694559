package org.entente.did;

import java.util.Optional;

/**
 * DIDs of the method {@code peer}, numalgo 4: a hash of a document, and in the long form the
 * document itself behind it.
 */
final class PeerDid4 {
  private static final String PREFIX = "did:peer:4";

  private PeerDid4() {}

  /** The short form of a long form whose hash is that of its document; empty for any other DID. */
  static Optional<Did> findShortForm(Did did) {
    String text = did.value();
    int colon = text.startsWith(PREFIX) ? text.indexOf(':', PREFIX.length()) : -1;
    return colon >= 0
            && text.startsWith("z", colon + 1)
            && text.substring(PREFIX.length(), colon)
                .equals(Multihash.of(text.substring(colon + 1)))
        ? Optional.of(new Did(text.substring(0, colon)))
        : Optional.empty();
  }
}
