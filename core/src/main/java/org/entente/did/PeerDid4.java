package org.entente.did;

import java.util.Arrays;
import java.util.Optional;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limit;
import org.entente.limits.Limits;

/**
 * DIDs of the method {@code peer}, numalgo 4: a hash of a document, and in the long form the
 * document itself behind it.
 */
final class PeerDid4 {
  private static final String PREFIX = "did:peer:4";

  /** Multicodec 0x0200, JSON, as a varint. */
  private static final byte[] JSON = {(byte) 0x80, 0x04};

  private static final JsonReader READER = new JsonReader(Limits.defaults());

  private PeerDid4() {}

  /**
   * The long form of a document.
   *
   * @throws IllegalArgumentException if it is no input document, or too large
   */
  static Did create(JsonObject input) {
    PeerDid4Input.check(input);
    byte[] json = input.toBytes();
    int limit = Limit.DID_CHARS.defaultValue();
    // the exact length is known too late: encoding is the work to bound
    String document = json.length > limit ? "" : 'z' + Base58.encode(concat(JSON, json));
    String text = PREFIX + Multihash.of(document) + ':' + document;
    if (document.isEmpty() || text.length() > limit) {
      throw new IllegalArgumentException(
          "the document is too large: its DID must not be longer than " + limit);
    }
    Did did = new Did(text);
    try {
      DidDocument unused = resolve(did);
    } catch (InvalidMessageException e) {
      throw new IllegalArgumentException("not the document of a DID: " + e.getMessage(), e);
    }
    return did;
  }

  /**
   * The document of a long form.
   *
   * @throws DidResolutionException if it is a short form
   * @throws InvalidMessageException if it is broken
   */
  static DidDocument resolve(Did did) {
    if (did.value().indexOf(':', PREFIX.length()) < 0) {
      throw new DidResolutionException(did, "its long form has not been seen");
    }
    Did shortForm =
        findShortForm(did)
            .orElseThrow(
                () -> InvalidMessageException.malformed("its hash is not that of its document"));
    return DidDocument.parse(PeerDid4Input.toDocument(input(did), did, shortForm));
  }

  /**
   * The document of a short form.
   *
   * @param longForm of which it is the short form
   * @throws InvalidMessageException if it is broken
   */
  static DidDocument resolve(Did shortForm, Did longForm) {
    return DidDocument.parse(PeerDid4Input.toDocument(input(longForm), shortForm, longForm));
  }

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

  /** The document in a long form whose hash has been checked. */
  private static JsonObject input(Did longForm) {
    String text = longForm.value();
    // behind the colon and the z
    byte[] encoded =
        Base58.decode(text.substring(text.indexOf(':', PREFIX.length()) + 2))
            .filter(bytes -> bytes.length > 2 && Arrays.equals(bytes, 0, 2, JSON, 0, 2))
            .orElseThrow(() -> InvalidMessageException.malformed("its document is not JSON"));
    return READER.read(Arrays.copyOfRange(encoded, 2, encoded.length));
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
