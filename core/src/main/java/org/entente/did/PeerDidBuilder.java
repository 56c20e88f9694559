package org.entente.did;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.entente.json.JsonObject;
import org.entente.limits.Limit;

/**
 * Makes a did:peer of numalgo 4, in its long form, from any number of keys and endpoints.
 *
 * <pre>{@code
 * Did did =
 *     PeerDid.builder().keyAgreement(x25519, p256).authentication(ed25519).endpoint(uri).create();
 * }</pre>
 *
 * <p>Keys are called {@code #key-1}, {@code #key-2} and so on, services {@code #service}, {@code
 * #service-1} and so on, in the order in which they are added. The same calls make the same DID.
 * PRISM and Identus agents do not resolve such DIDs: make those for them with {@link
 * PeerDid#create}.
 *
 * <p>Not thread-safe.
 */
public final class PeerDidBuilder {
  private static final List<String> ACCEPT = List.of("didcomm/v2");

  private final List<JsonObject> methods = new ArrayList<>();
  private final Map<VerificationRelationship, List<String>> references =
      new EnumMap<>(VerificationRelationship.class);
  private final List<JsonObject> services = new ArrayList<>();

  PeerDidBuilder() {}

  /**
   * Adds a key.
   *
   * @throws IllegalArgumentException if its curve is not one for all that it is listed for
   */
  public PeerDidBuilder key(PublicJwk key, VerificationRelationship... relationships) {
    String id = "#key-" + (methods.size() + 1);
    for (VerificationRelationship relationship : relationships) {
      if (!relationship.fits(key)) {
        throw new IllegalArgumentException(
            "a key on " + key.curve().joseName() + " is not for " + relationship.jsonName());
      }
      references.computeIfAbsent(relationship, r -> new ArrayList<>()).add(id);
    }
    methods.add(
        JsonObject.builder()
            .put("id", id)
            .put("type", VerificationMethod.MULTIKEY)
            .put("publicKeyMultibase", key.multibase())
            .build());
    return this;
  }

  /**
   * Adds keys to encrypt to and to authenticate us with.
   *
   * @throws IllegalArgumentException if one is on a curve for signatures
   */
  public PeerDidBuilder keyAgreement(PublicJwk... keys) {
    Arrays.stream(keys).forEach(key -> key(key, VerificationRelationship.KEY_AGREEMENT));
    return this;
  }

  /**
   * Adds keys that sign.
   *
   * @throws IllegalArgumentException if one is on a curve for key agreement alone
   */
  public PeerDidBuilder authentication(PublicJwk... keys) {
    Arrays.stream(keys).forEach(key -> key(key, VerificationRelationship.AUTHENTICATION));
    return this;
  }

  /**
   * Adds a service with this endpoint, without mediators.
   *
   * @throws IllegalArgumentException if it is no plain absolute URI; the message says what to
   *     change
   */
  public PeerDidBuilder endpoint(URI endpoint) {
    PeerDidService.check(endpoint);
    return service(new ServiceEndpoint(endpoint.toString(), List.of(), ACCEPT));
  }

  /**
   * Adds a service with these endpoints, the best first.
   *
   * @throws IllegalArgumentException if there is none, or there are more than {@link
   *     Limit#DID_SERVICES}
   */
  public PeerDidBuilder service(ServiceEndpoint... endpoints) {
    int limit = Limit.DID_SERVICES.defaultValue();
    if (endpoints.length == 0 || endpoints.length > limit) {
      throw new IllegalArgumentException("a service has 1 to " + limit + " endpoints");
    }
    String id = services.isEmpty() ? "#service" : "#service-" + services.size();
    services.add(new DidService(id, DidService.DIDCOMM_MESSAGING, List.of(endpoints)).toJson());
    return this;
  }

  /**
   * The DID.
   *
   * @throws IllegalArgumentException if there is no key, or so much that the DID would be longer
   *     than {@link Limit#DID_CHARS}
   */
  public Did create() {
    if (methods.isEmpty()) {
      throw new IllegalArgumentException("a DID needs a key");
    }
    JsonObject.Builder document =
        JsonObject.builder()
            .put("@context", DidDocumentWriter.CONTEXT)
            .put("verificationMethod", methods);
    references.forEach((relationship, ids) -> document.put(relationship.jsonName(), ids));
    if (!services.isEmpty()) {
      document.put("service", services);
    }
    return PeerDid.create(document.build());
  }
}
