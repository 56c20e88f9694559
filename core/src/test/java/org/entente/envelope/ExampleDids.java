package org.entente.envelope;

import java.util.List;
import java.util.Set;
import org.entente.Vectors;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolutionException;
import org.entente.did.DidResolver;
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
        .map(DidDocument::parse)
        .orElseThrow(() -> new DidResolutionException(did, "not in the appendix"));
  }
}
