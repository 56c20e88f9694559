package org.entente.examples.agentserver;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;

/** Reads what a caller sends, and no more of it than it may send. */
final class RequestBody {
  /** Six bytes for each of the 100,000 characters that a message may have, and something around. */
  private static final int JSON_BYTES = 640 << 10;

  private static final int CHUNK_BYTES = 8 << 10;

  /**
   * Who still sends does not listen yet, and would see its connection break instead of an answer.
   */
  private static final long MOST_SKIPPED = 16 << 20;

  /** Who drips holds a thread. */
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(15);

  private static final JsonReader JSON = new JsonReader(Limits.defaults());

  private RequestBody() {}

  /**
   * A JSON object.
   *
   * @throws ApiException if it is none, or too large
   * @throws org.entente.exception.InvalidMessageException if it cannot be read
   */
  static JsonObject json(Context context) {
    return JSON.read(bytes(context, "application/json", JSON_BYTES));
  }

  /**
   * A text in an object.
   *
   * @throws ApiException if it is longer
   * @throws org.entente.exception.InvalidMessageException if it is something else
   */
  static Optional<String> text(JsonObject body, String name, int longest) {
    Optional<String> text = body.string(name);
    if (text.filter(value -> value.length() > longest).isPresent()) {
      throw ApiException.invalid(name + " has more than " + longest + " characters");
    }
    return text;
  }

  /**
   * All bytes, if they are of a type.
   *
   * @throws ApiException if they are of another, or too many
   */
  static byte[] bytes(Context context, String type, int most) {
    String given = Optional.ofNullable(context.contentType()).orElse("");
    if (!given.split(";", 2)[0].trim().equalsIgnoreCase(type)) {
      throw new ApiException(415, "UnsupportedMediaType", "the body must be " + type);
    }
    if (context.req().getContentLengthLong() > most + MOST_SKIPPED) {
      throw tooLarge(most);
    }
    try {
      return read(context.req().getInputStream(), most);
    } catch (IOException e) {
      throw new ApiException(400, "BadRequest", "the body did not come whole");
    }
  }

  private static byte[] read(InputStream in, int most) throws IOException {
    long start = System.nanoTime();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] some = new byte[CHUNK_BYTES];
    long total = 0;
    for (int count = in.read(some); count >= 0; count = in.read(some)) {
      total += count;
      if (total <= most) {
        bytes.write(some, 0, count);
      } else if (total > most + MOST_SKIPPED) {
        throw tooLarge(most);
      }
      if (System.nanoTime() - start > LONGEST_NANOS) {
        throw new ApiException(408, "RequestTimeout", "the body comes too slowly");
      }
    }
    if (total > most) {
      throw tooLarge(most);
    }
    return bytes.toByteArray();
  }

  private static ApiException tooLarge(int most) {
    return new ApiException(413, "PayloadTooLarge", "the body has more than " + most + " bytes");
  }
}
