package org.entente.envelope;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.Vectors;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolutionException;
import org.entente.did.DidResolver;
import org.entente.did.DidUrl;
import org.entente.did.PublicJwk;
import org.entente.did.VerificationMethod;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;

/** Resolves did:example:alice and did:example:bob to the documents of DIDComm v2, appendix B. */
final class ExampleDids implements DidResolver {
  private final List<JsonObject> documents =
      List.of(
          Vectors.read("didcomm-v2/B1-sender-diddoc.json").getObject("didDocument"),
          Vectors.read("didcomm-v2/B2-recipient-diddoc.json").getObject("didDocument"));

  @Override
  public Set<String> methods() {
    return Set.of("example");
  }

  @Override
  public boolean isOffline() {
    return true;
  }

  @Override
  public DidDocument resolve(Did did) {
    return documents.stream()
        .filter(document -> document.getString("id").equals(did.value()))
        .findFirst()
        .map(document -> document(did, document))
        .orElseThrow(() -> new DidResolutionException(did, "not in the appendix"));
  }

  private static DidDocument document(Did did, JsonObject json) {
    return new DidDocument(
        did, List.of(), methods(json, "keyAgreement"), methods(json, "authentication"), List.of());
  }

  private static List<VerificationMethod> methods(JsonObject json, String relation) {
    return json.objects(relation).stream()
        .map(
            method ->
                new VerificationMethod(
                    List.of(DidUrl.parse(method.getString("id")).orElseThrow().fragment()),
                    key(method.getObject("publicKeyJwk")).orElse(null)))
        .toList();
  }

  // the NIST curves of the appendix are of a kind that is not known here
  private static Optional<PublicJwk> key(JsonObject jwk) {
    try {
      return Optional.of(PublicJwk.parse(jwk));
    } catch (InvalidMessageException e) {
      return Optional.empty();
    }
  }
}
