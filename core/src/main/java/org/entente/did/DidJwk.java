package org.entente.did;

import java.util.List;
import org.entente.exception.InvalidMessageException;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;

/**
 * DIDs of the method {@code jwk}: a single key as JWK, and no endpoint.
 *
 * <p>Specification: did:jwk Method. Nothing is fetched. Thread-safe.
 */
public final class DidJwk {
  static final String METHOD = "jwk";

  private static final JsonReader READER = new JsonReader(Limits.defaults());
  private static final List<String> CONTEXT =
      List.of("https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1");

  /** A JWK on the largest curve takes some 300; other members may come with it. */
  private static final int MOST_CHARS = 2048;

  private DidJwk() {}

  /** The DID of a key, for all that a key on its curve may be used for. */
  public static Did create(PublicJwk key) {
    return new Did("did:jwk:" + Base64Url.encode(key.toJson().toBytes()));
  }

  /**
   * The document: the key {@code #0}, for all that its curve and the JWK's {@code use} allow.
   *
   * @throws DidResolutionException if the DID is of another method, or its JWK is broken, on an
   *     unknown curve, or private
   */
  public static DidDocument resolve(Did did) {
    if (!did.method().equals(METHOD)) {
      throw new DidResolutionException(did, "it is not of the method jwk");
    }
    try {
      return document(did, jwk(did.methodSpecificId()));
    } catch (InvalidMessageException e) {
      throw new DidResolutionException(did, "broken: " + e.getMessage());
    }
  }

  private static JsonObject jwk(String base64Url) {
    if (base64Url.length() > MOST_CHARS) {
      throw InvalidMessageException.malformed("its JWK is too long");
    }
    return READER.read(Base64Url.decode(base64Url));
  }

  private static DidDocument document(Did did, JsonObject jwk) {
    PublicJwk key = PublicJwk.parse(jwk);
    String use = jwk.string("use").orElse("");
    String id = did.value() + "#0";
    JsonObject method =
        JsonObject.builder()
            .put("id", id)
            .put("type", "JsonWebKey2020")
            .put("controller", did.value())
            .put("publicKeyJwk", jwk)
            .build();
    JsonObject.Builder document =
        JsonObject.builder()
            .put("@context", CONTEXT)
            .put("id", did.value())
            .put("verificationMethod", List.of(method));
    for (VerificationRelationship relationship : DidKey.relationships(key)) {
      if (isMeant(relationship, use)) {
        document.put(relationship.jsonName(), List.of(id));
      }
    }
    return DidDocument.parse(document.build());
  }

  private static boolean isMeant(VerificationRelationship relationship, String use) {
    return switch (use) {
      case "sig" -> relationship != VerificationRelationship.KEY_AGREEMENT;
      case "enc" -> relationship == VerificationRelationship.KEY_AGREEMENT;
      default -> true;
    };
  }
}
