package org.entente.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entente.exception.InvalidMessageException;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON from a peer: one object, strict UTF-8, no duplicate members, within limits.
 *
 * <p>What RFC 8259 leaves to implementations is refused here (threat model S12): duplicate names,
 * lone surrogates, a byte order mark, trailing text, other encodings. Immutable and thread-safe.
 */
public final class JsonReader {
  private static final long MOST_EXPONENT = 10_000;

  private final JsonFactory factory;
  private final Limits limits;

  /** A reader that refuses what exceeds these limits. */
  public JsonReader(Limits limits) {
    this.limits = limits;
    this.factory =
        new JsonFactoryBuilder()
            // peers choose the names: interning or caching them would let them fill our memory
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.of(Limit.JSON_DEPTH))
                    .maxTokenCount(limits.of(Limit.JSON_TOKENS))
                    .maxNameLength(limits.of(Limit.JSON_NAME_CHARS))
                    .maxNumberLength(limits.of(Limit.JSON_NUMBER_DIGITS))
                    .maxStringLength(limits.of(Limit.MESSAGE_BYTES))
                    .build())
            .build();
  }

  /**
   * Reads one JSON object.
   *
   * @throws InvalidMessageException of kind {@code MALFORMED}, if it is anything else
   */
  public JsonObject read(byte[] utf8) {
    limits.check(Limit.MESSAGE_BYTES, utf8.length);
    return read(decode(utf8));
  }

  /**
   * Reads one JSON object.
   *
   * @throws InvalidMessageException of kind {@code MALFORMED}, if it is anything else
   */
  public JsonObject read(String json) {
    limits.check(Limit.MESSAGE_BYTES, json.length());
    // the library would skip a byte order mark
    if (!json.isEmpty() && json.charAt(0) == '\uFEFF') {
      throw InvalidMessageException.malformed("JSON starts with a byte order mark");
    }
    try (JsonParser parser = factory.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw InvalidMessageException.malformed("not a JSON object");
      }
      JsonObject object = object(parser);
      if (parser.nextToken() != null) {
        throw InvalidMessageException.malformed("text after the JSON object");
      }
      return object;
    } catch (IOException | NumberFormatException e) {
      throw InvalidMessageException.malformed("not well-formed JSON within the limits");
    }
  }

  private static JsonObject object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = wellFormed(parser.currentName());
      if (members.containsKey(name)) {
        throw InvalidMessageException.malformed("a JSON member appears twice");
      }
      members.put(name, value(parser, parser.nextToken()));
    }
    return new JsonObject(members);
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException {
    List<@Nullable Object> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(value(parser, token));
    }
    return Collections.unmodifiableList(elements);
  }

  // Beyond some two thousand million an exponent could not be written again.
  private static BigDecimal decimal(JsonParser parser) throws IOException {
    BigDecimal number = parser.getDecimalValue();
    if (Math.abs((long) number.scale()) > MOST_EXPONENT) {
      throw InvalidMessageException.malformed("a JSON number has too large an exponent");
    }
    return number;
  }

  // Recursive, but no deeper than JSON_DEPTH: the parser itself refuses the next level.
  private static @Nullable Object value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> wellFormed(parser.getText());
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? parser.getBigIntegerValue()
              : (Object) parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> decimal(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw InvalidMessageException.malformed("unexpected JSON token");
    };
  }

  private static String decode(byte[] utf8) {
    String text = new String(utf8, StandardCharsets.UTF_8);
    // Malformed input shows up as the replacement character, which is rare enough otherwise that
    // the slow strict decoder need only run when one is there.
    if (text.indexOf('\uFFFD') >= 0) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
      } catch (CharacterCodingException e) {
        throw InvalidMessageException.malformed("not valid UTF-8");
      }
    }
    return text;
  }

  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw InvalidMessageException.malformed("a JSON string has a lone surrogate");
        }
        i++;
      }
    }
    return text;
  }
}
