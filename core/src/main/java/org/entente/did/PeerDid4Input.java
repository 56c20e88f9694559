package org.entente.did;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.entente.limits.Limit;
import org.jspecify.annotations.Nullable;

/**
 * What a did:peer numalgo 4 is made of: a DID document that does not name its own DID, as that is
 * made from it.
 */
final class PeerDid4Input {
  private static final String METHODS = "verificationMethod";

  private PeerDid4Input() {}

  /**
   * Checks what the specification asks of a document before a DID is made of it.
   *
   * @throws IllegalArgumentException if it names a DID where it must not
   */
  static void check(JsonObject input) {
    if (input.names().contains("id")) {
      throw new IllegalArgumentException("the document must have no id: leave it out");
    }
    try {
      elements(input, METHODS).forEach(method -> checkId(member(method, "id")));
      elements(input, "service").forEach(service -> checkId(member(service, "id")));
      for (VerificationRelationship relationship : VerificationRelationship.values()) {
        for (Object entry : elements(input, relationship.jsonName())) {
          checkId(entry instanceof JsonObject method ? member(method, "id") : entry);
        }
      }
    } catch (InvalidMessageException e) {
      throw new IllegalArgumentException("not the document of a DID: " + e.getMessage(), e);
    }
  }

  private static void checkId(@Nullable Object id) {
    if (!(id instanceof String text) || !text.startsWith("#")) {
      throw new IllegalArgumentException("every id and reference must be relative, like #key-1");
    }
  }

  /**
   * The document with its DID in place.
   *
   * @param did the long form or the short form
   * @param other the other one
   * @throws InvalidMessageException if it names its own DID, or is no DID document
   */
  static JsonObject toDocument(JsonObject input, Did did, Did other) {
    if (input.names().contains("id")) {
      throw InvalidMessageException.malformed("its document has an id");
    }
    checkKeys(input);
    Map<String, Object> changed = new LinkedHashMap<>();
    changed.put("id", did.value());
    List<@Nullable Object> names = new ArrayList<>(elements(input, "alsoKnownAs"));
    names.add(other.value());
    changed.put("alsoKnownAs", names);
    control(input, METHODS, did, changed);
    for (VerificationRelationship relationship : VerificationRelationship.values()) {
      control(input, relationship.jsonName(), did, changed);
    }
    JsonObject.Builder document = JsonObject.builder().putAll(input);
    changed.forEach(document::put);
    return document.build();
  }

  // Strangers come with such documents, and each key on an EC curve takes a square root to read.
  private static void checkKeys(JsonObject input) {
    long keys = elements(input, METHODS).size();
    for (VerificationRelationship relationship : VerificationRelationship.values()) {
      keys +=
          elements(input, relationship.jsonName()).stream()
              .filter(entry -> entry instanceof JsonObject)
              .count();
    }
    if (keys > Limit.DID_ELEMENTS.defaultValue()) {
      throw InvalidMessageException.malformed("its document has too many keys");
    }
  }

  /** Fills in the controllers that are left out. */
  private static void control(
      JsonObject input, String name, Did controller, Map<String, Object> changed) {
    if (!input.has(name)) {
      return;
    }
    List<@Nullable Object> all = new ArrayList<>();
    for (Object entry : elements(input, name)) {
      all.add(
          entry instanceof JsonObject method && !method.has("controller")
              ? JsonObject.builder().putAll(method).put("controller", controller.value()).build()
              : entry);
    }
    changed.put(name, all);
  }

  private static List<@Nullable Object> elements(JsonObject input, String name) {
    return input.array(name).orElse(List.of());
  }

  private static @Nullable Object member(@Nullable Object object, String name) {
    return object instanceof JsonObject json ? json.value(name) : null;
  }
}
