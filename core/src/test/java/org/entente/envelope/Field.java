package org.entente.envelope;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.entente.json.JsonObject;

/**
 * A member of an object in a JSON document, to be changed in the text.
 *
 * @param document the whole
 * @param path of the object: names, and numbers of array elements
 * @param member which may be absent
 * @param strangers the same document of other messages
 */
record Field(JsonObject document, List<Object> path, String member, List<JsonObject> strangers) {
  private static final String HERE = "<here>";

  /** Tells of every member in a document, whatever its depth; of the objects also without one. */
  static void walk(JsonObject document, BiConsumer<List<Object>, Optional<String>> found) {
    walk(document, List.of(), found);
  }

  /** Its value; empty if it is absent or null. */
  Optional<Object> find() {
    return find(document);
  }

  /** Where it is, such as {@code recipients/0/header/kid}. */
  String place() {
    StringBuilder place = new StringBuilder();
    path.forEach(step -> place.append(step).append('/'));
    return place.append(member).toString();
  }

  Object value() {
    return find().orElseThrow();
  }

  String raw() {
    return raw(value());
  }

  /** The value as a JSON text in another message. */
  Optional<String> stranger(int number) {
    return find(strangers.get(number)).map(Field::raw);
  }

  /** The document with another JSON text as the value. */
  String with(String raw) {
    return with(member, raw);
  }

  /** The document with another name for the member. */
  String named(String name) {
    return with(name, raw());
  }

  String without() {
    return text(members(""));
  }

  /** The document with the member twice, the changed value first or last. */
  String twice(String first, String last) {
    return text(members(entry(member, first) + ',' + entry(member, last)));
  }

  /** The document with the member besides all others. */
  String extra(String raw) {
    return text(members("") + (around().isEmpty() ? "" : ",") + entry(member, raw));
  }

  boolean isThere() {
    return around().names().contains(member);
  }

  static String raw(Object value) {
    String text = JsonObject.builder().put("v", value).build().toJson();
    return text.substring("{'v':".length(), text.length() - 1);
  }

  private String with(String name, String raw) {
    return text(members(entry(name, raw)));
  }

  private JsonObject around() {
    return (JsonObject) find(document, path).orElseThrow();
  }

  // the members of the object around, with this text for the member
  private String members(String changed) {
    List<String> entries = new ArrayList<>();
    JsonObject around = around();
    for (String name : around.names()) {
      String entry =
          name.equals(member)
              ? changed
              : entry(name, raw(find(around, List.of(name)).orElseThrow()));
      if (!entry.isEmpty()) {
        entries.add(entry);
      }
    }
    return String.join(",", entries);
  }

  private String text(String members) {
    Object marked = replace(document, path);
    return raw(marked).replace('"' + HERE + '"', '{' + members + '}');
  }

  private static Object replace(Object node, List<Object> path) {
    if (path.isEmpty()) {
      return HERE;
    }
    List<Object> rest = path.subList(1, path.size());
    if (path.get(0) instanceof Integer number) {
      List<Object> list = new ArrayList<>((List<?>) node);
      list.set(number, replace(list.get(number), rest));
      return list;
    }
    String name = (String) path.get(0);
    return Forge.with(
        (JsonObject) node, name, replace(find(node, List.of(name)).orElseThrow(), rest));
  }

  private Optional<Object> find(JsonObject root) {
    return find(root, plus(path, member));
  }

  private static Optional<Object> find(Object node, List<Object> path) {
    Object found = node;
    for (Object step : path) {
      if (step instanceof Integer number && found instanceof List<?> list && number < list.size()) {
        found = list.get(number);
      } else if (step instanceof String name
          && found instanceof JsonObject object
          && object.has(name)) {
        found = Objects.requireNonNull(object.value(name));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }

  private static void walk(
      Object node, List<Object> path, BiConsumer<List<Object>, Optional<String>> found) {
    if (node instanceof JsonObject object) {
      found.accept(path, Optional.empty());
      for (String name : object.names()) {
        found.accept(path, Optional.of(name));
        if (!name.equals("json")) { // what an attachment carries is changed as a whole
          walk(find(object, List.of(name)).orElseThrow(), plus(path, name), found);
        }
      }
    } else if (node instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        walk(list.get(i), plus(path, i), found);
      }
    }
  }

  private static List<Object> plus(List<Object> path, Object step) {
    List<Object> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  private static String entry(String name, String raw) {
    return raw(name) + ':' + raw;
  }

  static JsonObject json(String text) {
    return Forge.json(text.getBytes(StandardCharsets.UTF_8));
  }
}
