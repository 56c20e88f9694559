package org.entente.did;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.entente.limits.Limit;
import org.jspecify.annotations.Nullable;

/** Reads one DID document in JSON. Not thread-safe. */
final class DidDocumentReader {
  private static final int ENTRIES = Limit.DID_DOCUMENT_ENTRIES.defaultValue();

  private final JsonObject json;
  private final Did id;
  private final DidDocument.Builder document;

  /** Whole ids, of keys and services of any DID. */
  private final Set<String> ids = new HashSet<>();

  /** The keys of this DID that may be referred to, by their whole ids; not the embedded ones. */
  private final Map<String, VerificationMethod> methods = new HashMap<>();

  private int embedded;

  private DidDocumentReader(JsonObject json, Did id) {
    this.json = json;
    this.id = id;
    this.document = DidDocument.builder(id);
  }

  static DidDocument read(JsonObject json) {
    Did id =
        Did.parse(json.getString("id"))
            .orElseThrow(() -> InvalidMessageException.malformed("the document's id is no DID"));
    return new DidDocumentReader(json, id).read();
  }

  private DidDocument read() {
    bounded("alsoKnownAs").forEach(this::addAlias);
    for (Object method : bounded("verificationMethod")) {
      addMethod(object(method, "verificationMethod"))
          .ifPresent(own -> methods.put(whole(own.id()), own));
    }
    for (VerificationRelationship relationship : VerificationRelationship.values()) {
      for (Object entry : bounded(relationship.jsonName())) {
        list(entry, relationship);
      }
    }
    for (Object service : bounded("service")) {
      addService(object(service, "service"));
    }
    return document.build(json);
  }

  private void addAlias(@Nullable Object alias) {
    if (!(alias instanceof String name)) {
      throw InvalidMessageException.malformed("member alsoKnownAs must hold strings");
    }
    Did.parse(name).ifPresent(document::alsoKnownAs);
  }

  private void list(@Nullable Object entry, VerificationRelationship relationship) {
    Optional<VerificationMethod> method;
    if (entry instanceof String reference) {
      // of another DID's key, or of one that is not there, we know nothing
      method = Optional.ofNullable(methods.get(whole(reference)));
    } else {
      if (++embedded > ENTRIES) {
        throw InvalidMessageException.malformed("the document has too many keys");
      }
      method = addMethod(object(entry, relationship.jsonName()));
    }
    method
        .map(m -> m.key().filter(key -> !relationship.fits(key)).isPresent() ? m.withoutKey() : m)
        .ifPresent(m -> document.list(m, relationship));
  }

  /** The key, unless its id is another DID's. */
  private Optional<VerificationMethod> addMethod(JsonObject method) {
    String methodId = method.getString("id");
    String whole = take(methodId);
    String type = method.getString("type");
    PublicJwk key = KeyMaterial.read(type, method).orElse(null);
    Did controller = method.string("controller").flatMap(Did::parse).orElse(null);
    Optional<VerificationMethod> added =
        DidUrl.parse(whole)
            .filter(url -> url.did().equals(id))
            .map(url -> VerificationMethod.of(methodId, type, controller, url.fragment(), key));
    added.ifPresent(document::verificationMethod);
    return added;
  }

  private void addService(JsonObject service) {
    String serviceId = service.getString("id");
    take(serviceId);
    document.service(DidServiceReader.read(service, serviceId));
  }

  private String take(String reference) {
    String whole = whole(reference);
    if (!ids.add(whole)) {
      throw InvalidMessageException.malformed("two things in the document have one id");
    }
    return whole;
  }

  private String whole(String reference) {
    return reference.startsWith("#") ? id.value() + reference : reference;
  }

  private List<@Nullable Object> bounded(String name) {
    List<@Nullable Object> entries = json.array(name).orElse(List.of());
    if (entries.size() > ENTRIES) {
      throw InvalidMessageException.malformed("the document has too many entries in " + name);
    }
    return entries;
  }

  private static JsonObject object(@Nullable Object entry, String name) {
    if (entry instanceof JsonObject object) {
      return object;
    }
    throw InvalidMessageException.malformed("member " + name + " holds something else");
  }
}
