package org.entente.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.entente.exception.InvalidMessageException;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object whose members keep their order. Immutable.
 *
 * <p>Values are {@link String}, {@link Boolean}, {@link Long}, {@link BigInteger}, {@link
 * BigDecimal}, {@link JsonObject}, unmodifiable {@link List}s of these, and {@code null} for JSON's
 * null. The typed accessors treat a null member as absent and refuse a member of another type with
 * {@link InvalidMessageException}. {@link #toString} shows no content, so an object may be logged.
 */
public final class JsonObject {
  private static final JsonObject EMPTY = new JsonObject(new LinkedHashMap<>());
  private static final JsonFactory WRITER = new JsonFactory();

  private final Map<String, @Nullable Object> members;

  /** Takes the map over. */
  JsonObject(Map<String, @Nullable Object> members) {
    this.members = Collections.unmodifiableMap(members);
  }

  /** The object without members. */
  public static JsonObject empty() {
    return EMPTY;
  }

  /** Starts an object; members come out in the order in which they are put. */
  public static Builder builder() {
    return new Builder();
  }

  /** The names of all members, in order. */
  public Set<String> names() {
    return members.keySet();
  }

  /** Whether there is no member. */
  public boolean isEmpty() {
    return members.isEmpty();
  }

  /** Whether there is such a member and it is not null. */
  public boolean has(String name) {
    return members.get(name) != null;
  }

  /** The member's value whatever its type; null if there is none or it is JSON's null. */
  public @Nullable Object value(String name) {
    return members.get(name);
  }

  /**
   * A string member.
   *
   * @throws InvalidMessageException if it is of another type
   */
  public Optional<String> string(String name) {
    return typed(name, String.class, "a string");
  }

  /**
   * A string member that must be there.
   *
   * @throws InvalidMessageException if it is not, or is of another type
   */
  public String getString(String name) {
    return string(name).orElseThrow(() -> missing(name));
  }

  /**
   * An integer member.
   *
   * @throws InvalidMessageException if it is of another type, a fraction, or beyond 64 bits
   */
  public Optional<Long> integer(String name) {
    return typed(name, Long.class, "an integer");
  }

  /**
   * An integer member that must be there.
   *
   * @throws InvalidMessageException if it is not, or is of another type
   */
  public long getInteger(String name) {
    return integer(name).orElseThrow(() -> missing(name));
  }

  /**
   * A member that is true or false.
   *
   * @throws InvalidMessageException if it is of another type
   */
  public Optional<Boolean> bool(String name) {
    return typed(name, Boolean.class, "true or false");
  }

  /**
   * An object member.
   *
   * @throws InvalidMessageException if it is of another type
   */
  public Optional<JsonObject> object(String name) {
    return typed(name, JsonObject.class, "an object");
  }

  /**
   * An object member that must be there.
   *
   * @throws InvalidMessageException if it is not, or is of another type
   */
  public JsonObject getObject(String name) {
    return object(name).orElseThrow(() -> missing(name));
  }

  /**
   * An array member.
   *
   * @throws InvalidMessageException if it is of another type
   */
  @SuppressWarnings("unchecked") // arrays only ever come from the reader or the builder
  public Optional<List<@Nullable Object>> array(String name) {
    return typed(name, List.class, "an array").map(list -> (List<@Nullable Object>) list);
  }

  /**
   * The elements of an array of strings; empty if there is no such member.
   *
   * @throws InvalidMessageException if it is no array, or an element is no string
   */
  public List<String> strings(String name) {
    return elements(name, String.class, "strings");
  }

  /**
   * The elements of an array of objects; empty if there is no such member.
   *
   * @throws InvalidMessageException if it is no array, or an element is no object
   */
  public List<JsonObject> objects(String name) {
    return elements(name, JsonObject.class, "objects");
  }

  /** The object without the given members. */
  public JsonObject without(Set<String> names) {
    Map<String, @Nullable Object> rest = new LinkedHashMap<>();
    members.forEach(
        (name, value) -> {
          if (!names.contains(name)) {
            rest.put(name, value);
          }
        });
    return new JsonObject(rest);
  }

  /**
   * The JSON text, without white space.
   *
   * @throws IllegalArgumentException if a text in it has half a character
   */
  public String toJson() {
    return new String(toBytes(), StandardCharsets.UTF_8);
  }

  /**
   * The JSON text, without white space, in UTF-8.
   *
   * @throws IllegalArgumentException if a text in it has half a character
   */
  public byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator generator = WRITER.createGenerator(out)) {
      write(generator, this);
    } catch (IOException e) {
      throw new UncheckedIOException("an array cannot fail to be written to", e);
    }
    return out.toByteArray();
  }

  private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof String text) {
      requireWhole(text);
      out.writeString(text);
    } else if (value instanceof JsonObject object) {
      out.writeStartObject();
      for (Map.Entry<String, @Nullable Object> member : object.members.entrySet()) {
        out.writeFieldName(member.getKey());
        write(out, member.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object element : list) {
        write(out, element);
      }
      out.writeEndArray();
    } else if (value instanceof Boolean bool) {
      out.writeBoolean(bool);
    } else if (value instanceof Long number) {
      out.writeNumber(number);
    } else if (value instanceof BigInteger number) {
      out.writeNumber(number);
    } else {
      out.writeNumber(decimal((BigDecimal) value));
    }
  }

  // What could not be read again is not written: half of a character beyond the first 65,536.
  private static void requireWhole(String text) {
    int i = 0;
    while (i < text.length()) {
      int character = text.codePointAt(i);
      if (Character.charCount(character) == 1 && Character.isSurrogate((char) character)) {
        throw new IllegalArgumentException(
            "a text has half a character (a lone surrogate); cut it between characters");
      }
      i += Character.charCount(character);
    }
  }

  // 5e0 is not the integer 5: what is written reads as it was read
  private static String decimal(BigDecimal value) {
    return value.scale() == 0 ? value + "E0" : value.toString();
  }

  private <T> Optional<T> typed(String name, Class<T> type, String expected) {
    Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw InvalidMessageException.malformed("member " + name + " must be " + expected);
    }
    return Optional.of(type.cast(value));
  }

  private <T> List<T> elements(String name, Class<T> type, String expected) {
    List<T> elements = new ArrayList<>();
    for (Object element : array(name).orElse(List.of())) {
      if (!type.isInstance(element)) {
        throw InvalidMessageException.malformed("member " + name + " must hold " + expected);
      }
      elements.add(type.cast(element));
    }
    return Collections.unmodifiableList(elements);
  }

  private static InvalidMessageException missing(String name) {
    return InvalidMessageException.malformed("member " + name + " is missing");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonObject object && members.equals(object.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  @Override
  public String toString() {
    return "JsonObject(" + members.size() + " members)";
  }

  /** Builds a {@link JsonObject}. Not thread-safe. */
  public static final class Builder {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Puts a member.
     *
     * @param value of a type that {@link JsonObject} names; an {@link Integer} is taken as a long,
     *     and an {@link Optional} as its content, or no member at all
     * @throws IllegalArgumentException if it is of another type
     */
    public Builder put(String name, Object value) {
      if (value instanceof Optional<?> optional) {
        optional.ifPresent(content -> members.put(name, checked(content)));
      } else {
        members.put(name, checked(value));
      }
      return this;
    }

    /** Puts all members of another object. */
    public Builder putAll(JsonObject other) {
      members.putAll(other.members);
      return this;
    }

    /** The object. */
    public JsonObject build() {
      return new JsonObject(new LinkedHashMap<>(members));
    }

    private static @Nullable Object checked(@Nullable Object value) {
      if (value instanceof Integer number) {
        return number.longValue();
      }
      if (value instanceof List<?> list) {
        List<@Nullable Object> copy = new ArrayList<>(list.size());
        list.forEach(element -> copy.add(checked(element)));
        return Collections.unmodifiableList(copy);
      }
      if (value == null
          || value instanceof String
          || value instanceof Boolean
          || value instanceof Long
          || value instanceof BigInteger
          || value instanceof BigDecimal
          || value instanceof JsonObject) {
        return value;
      }
      throw new IllegalArgumentException("not a JSON value: " + value.getClass().getName());
    }
  }
}
