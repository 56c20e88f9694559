package org.entente.did;

import java.util.List;
import org.entente.json.JsonObject;

/** Writes DID documents as the specification of did:peer has them. */
final class DidDocumentWriter {
  static final List<String> CONTEXT =
      List.of("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1");

  private DidDocumentWriter() {}

  static JsonObject write(DidDocument document) {
    JsonObject.Builder json =
        JsonObject.builder().put("@context", CONTEXT).put("id", document.id().value());
    put(json, "alsoKnownAs", document.alsoKnownAs().stream().map(Did::value).toList());
    put(
        json,
        "verificationMethod",
        document.verificationMethods().stream()
            .map(method -> method(method, document.id()))
            .toList());
    for (VerificationRelationship relationship : VerificationRelationship.values()) {
      put(
          json,
          relationship.jsonName(),
          document.verificationMethods(relationship).stream().map(VerificationMethod::id).toList());
    }
    put(json, "service", document.services().stream().map(DidService::toJson).toList());
    return json.build();
  }

  private static JsonObject method(VerificationMethod method, Did subject) {
    return JsonObject.builder()
        .put("id", method.id())
        .put("type", VerificationMethod.MULTIKEY)
        .put("controller", method.controller().orElse(subject).value())
        .put("publicKeyMultibase", method.multibase())
        .build();
  }

  private static void put(JsonObject.Builder json, String name, List<?> values) {
    if (!values.isEmpty()) {
      json.put(name, values);
    }
  }
}
