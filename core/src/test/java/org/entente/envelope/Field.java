package org.entente.envelope;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;

/**
 * A member of an object in a JSON document, to be changed in the text; it may also be absent, to be
 * added.
 */
final class Field {
  private static final JsonReader READER = new JsonReader(Limits.defaults());
  private static final String HERE = "<here>";

  private final JsonObject document;
  private final List<Object> path;
  private final String member;
  private final List<JsonObject> strangers;

  // the text around the member, without commas
  private final String before;
  private final String after;

  /**
   * A field.
   *
   * @param document the whole
   * @param path of the object: names, and numbers of array elements
   * @param member its name
   * @param strangers the same document of other messages
   */
  Field(JsonObject document, List<Object> path, String member, List<JsonObject> strangers) {
    this.document = document;
    this.path = path;
    this.member = member;
    this.strangers = strangers;
    JsonObject around = (JsonObject) find(document, path).orElseThrow();
    List<String> names = List.copyOf(around.names());
    int index = names.contains(member) ? names.indexOf(member) : names.size();
    String[] text = raw(marked(document, path)).split('"' + HERE + '"', 2);
    this.before = text[0] + '{' + entries(around, names.subList(0, index));
    this.after =
        entries(around, names.subList(Math.min(index + 1, names.size()), names.size()))
            + '}'
            + text[1];
  }

  /** Tells of every member in a document, whatever its depth; of the objects also without one. */
  static void walk(JsonObject document, BiConsumer<List<Object>, Optional<String>> found) {
    walk(document, List.of(), found);
  }

  /** The object that the text is. */
  static JsonObject json(String text) {
    return READER.read(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The JSON text of a value. */
  static String raw(Object value) {
    String text = JsonObject.builder().put("v", value).build().toJson();
    return text.substring("{'v':".length(), text.length() - 1);
  }

  /** Its value in a document; empty if it is absent or null. */
  Optional<Object> in(JsonObject other) {
    return find(other, plus(path, member));
  }

  Object value() {
    return in(document).orElseThrow();
  }

  String raw() {
    return raw(value());
  }

  boolean isThere() {
    return in(document).isPresent();
  }

  String member() {
    return member;
  }

  /** Where the object is. */
  List<Object> path() {
    return path;
  }

  /** Where it is, such as {@code recipients/0/header/kid}. */
  String place() {
    StringBuilder place = new StringBuilder();
    path.forEach(step -> place.append(step).append('/'));
    return place.append(member).toString();
  }

  /** The value as a JSON text in another message. */
  Optional<String> stranger(int number) {
    return in(strangers.get(number)).map(Field::raw);
  }

  /** The document with another JSON text as the value; also if there was none. */
  String with(String raw) {
    return text(entry(member, raw));
  }

  /** The document with another name for the member. */
  String named(String name) {
    return text(entry(name, raw()));
  }

  String without() {
    return text("");
  }

  /** The document with the member twice. */
  String twice(String first, String last) {
    return text(entry(member, first) + ',' + entry(member, last));
  }

  private String text(String entries) {
    StringBuilder text = new StringBuilder(before);
    for (String next : List.of(entries, after)) {
      boolean needsComma = !next.isEmpty() && next.charAt(0) == '"';
      if (needsComma && text.charAt(text.length() - 1) != '{') {
        text.append(',');
      }
      text.append(next);
    }
    return text.toString();
  }

  private static String entries(JsonObject object, List<String> names) {
    return String.join(",", names.stream().map(name -> entry(object, name)).toList());
  }

  private static String entry(JsonObject object, String name) {
    return entry(name, raw(child(object, name)));
  }

  private static String entry(String name, String raw) {
    return raw(name) + ':' + raw;
  }

  // the node with a mark where the path leads
  private static Object marked(Object node, List<Object> path) {
    if (path.isEmpty()) {
      return HERE;
    }
    List<Object> rest = path.subList(1, path.size());
    if (path.get(0) instanceof Integer number) {
      List<Object> list = new ArrayList<>((List<?>) node);
      list.set(number, marked(list.get(number), rest));
      return list;
    }
    JsonObject object = (JsonObject) node;
    String name = (String) path.get(0);
    return Forge.with(object, name, marked(child(object, name), rest));
  }

  private static Optional<Object> find(Object node, List<Object> path) {
    Object found = node;
    for (Object step : path) {
      if (step instanceof Integer number && found instanceof List<?> list && number < list.size()) {
        found = list.get(number);
      } else if (step instanceof String name
          && found instanceof JsonObject object
          && object.has(name)) {
        found = child(object, name);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }

  private static Object child(JsonObject object, String name) {
    return Objects.requireNonNull(object.value(name));
  }

  private static void walk(
      Object node, List<Object> path, BiConsumer<List<Object>, Optional<String>> found) {
    if (node instanceof JsonObject object) {
      found.accept(path, Optional.empty());
      for (String name : object.names()) {
        found.accept(path, Optional.of(name));
        if (!name.equals("json")) { // what an attachment carries is changed as a whole
          walk(child(object, name), plus(path, name), found);
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
}
