package org.entente.did;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.entente.limits.Limit;

/**
 * DIDs of the method {@code peer}: made as the PRISM agents make them, read as the specification
 * and all known agents write them.
 *
 * <p>Specification: Peer DID Method 1.0, numalgo 0, 2, 3 and 4. Nothing is fetched. Thread-safe.
 */
public final class PeerDid {
  static final String METHOD = "peer";

  private PeerDid() {}

  /**
   * Makes a DID of numalgo 2 from one key for each purpose and an endpoint.
   *
   * @param agreement on X25519
   * @param authentication on Ed25519
   * @param endpoint where peers send to
   * @param profile decides how the endpoint is written
   * @throws IllegalArgumentException if a key is on another curve, or the endpoint cannot be
   *     written so that every agent reads it; the message says what to change
   */
  public static Did create(
      PublicJwk agreement, PublicJwk authentication, URI endpoint, Profile profile) {
    if (agreement.curve() != Curve.X25519 || authentication.curve() != Curve.ED25519) {
      throw new IllegalArgumentException("a did:peer needs a key on X25519 and one on Ed25519");
    }
    return new Did(
        "did:peer:2.E"
            + agreement.multibase()
            + ".V"
            + authentication.multibase()
            + ".S"
            + PeerDidService.encode(endpoint, profile));
  }

  /**
   * Makes a DID of numalgo 4, in its long form, from a DID document: the same but without its id,
   * with every id and reference relative, as {@code #key-1}, and without a controller where that is
   * the DID itself. {@link #builder} writes such documents.
   *
   * <p>The order of the members is part of the DID.
   *
   * @throws IllegalArgumentException if it is no such document, or so large that the DID would be
   *     longer than {@link Limit#DID_CHARS}
   */
  public static Did create(JsonObject document) {
    return PeerDid4.create(document);
  }

  /** Starts a DID of numalgo 4 from keys and endpoints. */
  public static PeerDidBuilder builder() {
    return new PeerDidBuilder();
  }

  /**
   * The document, from the DID alone.
   *
   * @throws DidResolutionException if the DID is of another method, of numalgo 1, broken, or a
   *     short name that says nothing by itself
   */
  public static DidDocument resolve(Did did) {
    if (!did.method().equals(METHOD)) {
      throw new DidResolutionException(did, "it is not of the method peer");
    }
    String id = did.methodSpecificId();
    try {
      return switch (id.charAt(0)) {
        case '0' -> numalgo0(did, id.substring(1));
        case '2' -> numalgo2(did, id.substring(1), numalgo3(id.substring(1)));
        case '3' -> throw new DidResolutionException(did, "its long form has not been seen");
        case '4' -> PeerDid4.resolve(did);
        case '1' ->
            throw new DidResolutionException(did, "numalgo 1 says nothing without its document");
        default -> throw new DidResolutionException(did, "its numalgo is unknown");
      };
    } catch (InvalidMessageException e) {
      throw new DidResolutionException(did, "broken: " + e.getMessage());
    }
  }

  /**
   * The document under the short name of a party: the numalgo 3 of a numalgo 2, or the short form
   * of a numalgo 4. What carries its own document may be given as its own full name.
   *
   * @param fullName the numalgo 2, or the long form, from which the document is read
   * @throws DidResolutionException as above, or if these are not two names of one party
   */
  public static DidDocument resolve(Did did, Did fullName) {
    if (did.equals(fullName)) {
      return resolve(did);
    }
    if (!canonical(fullName).equals(did)) {
      throw new DidResolutionException(did, "it is not the short name of that long form");
    }
    try {
      return did.methodSpecificId().charAt(0) == '4'
          ? PeerDid4.resolve(did, fullName)
          : numalgo2(did, fullName.methodSpecificId().substring(1), fullName);
    } catch (InvalidMessageException e) {
      throw new DidResolutionException(did, "broken: " + e.getMessage());
    }
  }

  /**
   * Which generation of agents a peer's DID was made by: {@code PRISM_2023} if its first service is
   * written with the endpoint as a string, {@code CURRENT} if not, or if there is no telling.
   */
  public static Profile profileOf(Did did) {
    String id = did.methodSpecificId();
    int service = id.indexOf(".S");
    if (!did.method().equals(METHOD) || !id.startsWith("2.") || service < 0) {
      return Profile.CURRENT;
    }
    int end = id.indexOf('.', service + 1);
    return PeerDidService.profileOf(id.substring(service + 2, end < 0 ? id.length() : end));
  }

  /**
   * The one name for all names of a party: of a numalgo 2 its numalgo 3, of the long form of a
   * numalgo 4 its short form, and of every other DID itself.
   *
   * <p>What is no long form, because its document does not hash to its name, stays itself: so
   * nobody can put another document behind a party's name. Beyond that nothing is checked.
   */
  public static Did canonical(Did did) {
    if (!did.method().equals(METHOD)) {
      return did;
    }
    String id = did.methodSpecificId();
    return id.startsWith("2.")
        ? numalgo3(id.substring(1))
        : PeerDid4.findShortForm(did).orElse(did);
  }

  /**
   * Whether it is a name that says nothing by itself: a numalgo 3, or the short form of a numalgo
   * 4. Who is not known yet must use the other one.
   */
  public static boolean isShortName(Did did) {
    if (!did.method().equals(METHOD)) {
      return false;
    }
    String id = did.methodSpecificId();
    return id.charAt(0) == '3' || (id.charAt(0) == '4' && id.indexOf(':') < 0);
  }

  /** Whether two DIDs name one party: they are equal, or names of the same did:peer. */
  public static boolean isSameParty(Did a, Did b) {
    return a.equals(b) || canonical(a).equals(canonical(b));
  }

  private static DidDocument numalgo0(Did did, String multibase) {
    PublicJwk key =
        PublicJwk.parseMultibase(multibase)
            .orElseThrow(() -> InvalidMessageException.malformed("its key is of no known kind"));
    return DidDocument.builder(did)
        .verificationMethod(
            VerificationMethod.multikey(
                "#key-1", List.of("key-1", multibase.substring(1), multibase), multibase, key),
            DidKey.relationships(key))
        .build();
  }

  private static DidDocument numalgo2(Did did, String text, Did alias) {
    int limit = Limit.DID_ELEMENTS.defaultValue();
    // in front of the first dot there is nothing
    String[] elements = text.split("\\.", limit + 2);
    if (elements.length < 2 || !elements[0].isEmpty()) {
      throw InvalidMessageException.malformed("it has no elements");
    }
    if (elements.length > limit + 1) {
      throw InvalidMessageException.malformed("it has more than " + limit + " elements");
    }
    PeerDidElements read = new PeerDidElements();
    Arrays.stream(elements).skip(1).forEach(read::add);
    return read.toDocument(did, alias);
  }

  /** The other name of a numalgo 2, which begins with a dot. */
  private static Did numalgo3(String text) {
    return new Did("did:peer:3" + Multihash.of(text));
  }
}
