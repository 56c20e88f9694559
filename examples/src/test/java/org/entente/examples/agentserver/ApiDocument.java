package org.entente.examples.agentserver;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.json.JsonObject;

/** What a document of OpenAPI says, and whether something is as it says. */
final class ApiDocument {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private final JsonObject document;
  private final List<Operation> operations = new ArrayList<>();

  /** A method at a path. */
  record Operation(String id, String method, String path, JsonObject responses) {}

  ApiDocument(JsonObject document) {
    this.document = document;
    JsonObject paths = document.getObject("paths");
    for (String path : paths.names()) {
      for (String method : paths.getObject(path).names()) {
        if (METHODS.contains(method)) {
          JsonObject operation = paths.getObject(path).getObject(method);
          operations.add(
              new Operation(
                  operation.getString("operationId"),
                  method.toUpperCase(Locale.ROOT),
                  path,
                  operation.getObject("responses")));
        }
      }
    }
  }

  List<Operation> operations() {
    return operations;
  }

  /** All that is referred to. */
  Set<String> references() {
    Set<String> references = new TreeSet<>();
    collect(document, references);
    return references;
  }

  private static void collect(Object value, Set<String> references) {
    if (value instanceof JsonObject object) {
      object.string("$ref").ifPresent(references::add);
      object.names().forEach(name -> collect(object.value(name), references));
    } else if (value instanceof List<?> list) {
      list.forEach(each -> collect(each, references));
    }
  }

  /** What a reference leads to. */
  Optional<JsonObject> find(String reference) {
    Optional<JsonObject> found = Optional.of(document);
    for (String name : reference.substring("#/".length()).split("/", -1)) {
      found = found.flatMap(object -> object.object(name));
    }
    return found;
  }

  /** In what an answer to an operation is not as it should be. */
  List<String> faults(String operationId, Caller.Answer answer) {
    Operation operation =
        operations.stream().filter(each -> each.id().equals(operationId)).findAny().orElseThrow();
    Optional<JsonObject> response =
        operation.responses().object(String.valueOf(answer.status())).map(this::resolved);
    if (response.isEmpty()) {
      return List.of(operationId + " does not answer with " + answer.status());
    }
    Optional<JsonObject> content = response.get().object("content");
    if (content.isEmpty()) {
      return answer.body().isEmpty() ? List.of() : List.of("there is a body");
    }
    String type = answer.header("Content-Type").orElse("").split(";", 2)[0];
    Optional<JsonObject> media = content.get().object(type);
    if (media.isEmpty()) {
      return List.of("the content is " + type);
    }
    List<String> faults = new ArrayList<>();
    if (type.equals("application/json")) {
      check(operationId, answer.json(), media.get().getObject("schema"), faults);
    }
    return faults;
  }

  /** In what a value is not as a schema says. */
  List<String> faults(JsonObject value, String schemaName) {
    List<String> faults = new ArrayList<>();
    check(schemaName, value, find("#/components/schemas/" + schemaName).orElseThrow(), faults);
    return faults;
  }

  private JsonObject resolved(JsonObject value) {
    return value.string("$ref").map(reference -> find(reference).orElseThrow()).orElse(value);
  }

  private void check(String place, Object value, JsonObject unresolved, List<String> faults) {
    JsonObject schema = resolved(unresolved);
    schema.objects("allOf").forEach(each -> check(place, value, each, faults));
    Optional<String> type = schema.string("type");
    if (type.isPresent() && !isOfType(value, type.get())) {
      faults.add(place + " is no " + type.get());
    } else if (value instanceof JsonObject object && type.isPresent()) {
      JsonObject properties = schema.getObject("properties");
      for (String name : object.names()) {
        if (properties.has(name)) {
          check(place + "." + name, object.value(name), properties.getObject(name), faults);
        } else {
          faults.add(place + " has " + name);
        }
      }
      schema.strings("required").stream()
          .filter(name -> !object.has(name))
          .forEach(name -> faults.add(place + " lacks " + name));
    } else if (value instanceof List<?> list) {
      list.forEach(each -> check(place + "[]", each, schema.getObject("items"), faults));
    } else if (value instanceof Long number) {
      if (schema.integer("minimum").filter(least -> number < least).isPresent()
          || schema.integer("maximum").filter(most -> number > most).isPresent()) {
        faults.add(place + " is out of range");
      }
    } else if (value instanceof String text) {
      List<String> allowed = schema.strings("enum");
      if (!(allowed.isEmpty() || allowed.contains(text)) || !isFormatted(text, schema)) {
        faults.add(place + " is " + text);
      }
    }
  }

  private static boolean isOfType(Object value, String type) {
    return switch (type) {
      case "object" -> value instanceof JsonObject;
      case "array" -> value instanceof List;
      case "string" -> value instanceof String;
      case "integer" -> value instanceof Long;
      case "boolean" -> value instanceof Boolean;
      default -> throw new IllegalStateException("unknown type " + type);
    };
  }

  private static boolean isFormatted(String text, JsonObject schema) {
    try {
      return switch (schema.string("format").orElse("")) {
        case "uuid" -> UUID.fromString(text).toString().equals(text);
        case "date-time" -> !Instant.parse(text).equals(Instant.EPOCH);
        case "uri" -> URI.create(text).isAbsolute();
        default -> true;
      };
    } catch (IllegalArgumentException | DateTimeException e) {
      return false;
    }
  }
}
