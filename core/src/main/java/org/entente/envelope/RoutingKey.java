package org.entente.envelope;

import java.util.List;
import java.util.Optional;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolutionException;
import org.entente.did.DidUrl;
import org.entente.did.PeerDid;
import org.entente.did.PublicJwk;
import org.entente.did.VerificationMethod;
import org.entente.envelope.JweEncrypter.RecipientKey;

/**
 * A mediator to wrap messages for: one key of it, or all that it has on one curve. Immutable.
 *
 * <p>Specification: DIDComm v2 §Routing Protocol 2.0, §DIDComm DID Document Endpoints.
 */
public final class RoutingKey {
  private final String id;
  private final Did mediator;
  private final List<RecipientKey> keys;

  private RoutingKey(String id, Did mediator, List<RecipientKey> keys) {
    this.id = id;
    this.mediator = mediator;
    this.keys = keys;
  }

  /** Whose document has the key: the DID in a routing key, if the text is one. */
  public static Optional<Did> mediatorOf(String routingKey) {
    return Did.parse(routingKey).or(() -> DidUrl.parse(routingKey).map(DidUrl::did));
  }

  /**
   * The key that a peer names.
   *
   * @param routingKey a key id, or a DID for all its key agreement keys on the curve of the first
   * @param document of the DID in it
   * @throws DidResolutionException if the document has no such key that we can encrypt to
   * @throws IllegalArgumentException if the document is another's
   */
  public static RoutingKey of(String routingKey, DidDocument document) {
    Did mediator = document.id();
    if (!mediatorOf(routingKey).equals(Optional.of(mediator))) {
      throw new IllegalArgumentException("not the document that the routing key is in");
    }
    List<RecipientKey> keys =
        DidUrl.parse(routingKey)
            // under the name that the mediator has told our peer
            .map(url -> List.of(new RecipientKey(routingKey, key(url, document))))
            .orElseGet(() -> KeyChoice.anonymous(document, PeerDid.profileOf(mediator)));
    return new RoutingKey(routingKey, mediator, keys);
  }

  /** The text by which the peer named it. */
  public String id() {
    return id;
  }

  /** Whose it is. */
  public Did mediator() {
    return mediator;
  }

  List<RecipientKey> keys() {
    return keys;
  }

  private static PublicJwk key(DidUrl url, DidDocument document) {
    return document
        .findKeyAgreement(url.fragment())
        .flatMap(VerificationMethod::key)
        .filter(key -> key.curve().canAgree())
        .orElseThrow(
            () ->
                new DidResolutionException(
                    document.id(), "it has no key of the routing key's name to encrypt to"));
  }

  @Override
  public String toString() {
    return "RoutingKey(" + mediator.abbreviated() + ")";
  }
}
