package org.entente;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limit;
import org.entente.limits.Limits;

/**
 * The published vectors in {@code src/test/resources}, folders {@code vectors} and {@code
 * wycheproof}; their READMEs name the sources.
 */
public final class Vectors {
  // some vectors have whole DIDs as member names, and some files are large
  private static final JsonReader READER =
      new JsonReader(
          Limits.defaults()
              .with(Limit.JSON_NAME_CHARS, 4096)
              .with(Limit.JSON_TOKENS, 1_000_000)
              .with(Limit.MESSAGE_BYTES, 8 << 20));

  private Vectors() {}

  /** One file, such as {@code seed/invitation.json}. */
  public static JsonObject read(String path) {
    return resource("/vectors/" + path);
  }

  /** One file of Project Wycheproof, such as {@code x25519_test.json}. */
  public static JsonObject wycheproof(String file) {
    return resource("/wycheproof/" + file);
  }

  private static JsonObject resource(String path) {
    try (InputStream in = Vectors.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("no vectors " + path);
      }
      return READER.read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
