package org.entente.did;

import java.util.Arrays;
import java.util.Optional;
import org.entente.exception.InvalidMessageException;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A public key, as a JWK (RFC 7517, RFC 8037) or a Multikey. Immutable.
 *
 * <p>Holding one says that its length is right; whether a point is on its curve is checked where it
 * is used.
 */
public final class PublicJwk {
  private final Curve curve;
  private final byte[] raw;

  // Computed when first asked for; two threads may do so, and get the same.
  private @Nullable String multibase;

  private PublicJwk(Curve curve, byte[] raw) {
    this.curve = curve;
    this.raw = raw;
  }

  /**
   * A key from its bytes; a point of the EC curves compressed.
   *
   * @throws IllegalArgumentException if the length is not the curve's
   */
  public static PublicJwk of(Curve curve, byte[] raw) {
    if (raw.length != curve.publicKeyBytes()) {
      throw new IllegalArgumentException(
          "a key on " + curve.joseName() + " has " + curve.publicKeyBytes() + " bytes");
    }
    return new PublicJwk(curve, raw.clone());
  }

  /** The key that a multibase Multikey such as {@code z6LS…} is, if it is one of a known kind. */
  public static Optional<PublicJwk> parseMultibase(String multibase) {
    Optional<PublicJwk> key = Multikey.decode(multibase);
    // base58 has one text for these bytes
    key.ifPresent(k -> k.multibase = multibase);
    return key;
  }

  /**
   * Reads a JWK.
   *
   * @throws InvalidMessageException if it is none on a supported curve, or holds a private key
   */
  public static PublicJwk parse(JsonObject jwk) {
    if (jwk.has("d")) {
      throw InvalidMessageException.malformed("a public JWK must not hold a private key");
    }
    String keyType = jwk.getString("kty");
    String curveName = jwk.getString("crv");
    for (Curve curve : new Curve[] {Curve.X25519, Curve.ED25519}) {
      if (curve.keyType().equals(keyType) && curve.joseName().equals(curveName)) {
        byte[] x = Base64Url.decode(jwk.getString("x"));
        if (x.length != curve.publicKeyBytes()) {
          throw InvalidMessageException.malformed("the JWK's x has the wrong length");
        }
        return new PublicJwk(curve, x);
      }
    }
    throw InvalidMessageException.malformed("the JWK's curve is not supported");
  }

  /** The curve. */
  public Curve curve() {
    return curve;
  }

  /** A copy of the bytes; a point of the EC curves compressed. */
  public byte[] raw() {
    return raw.clone();
  }

  /** The key as a Multikey, such as {@code z6LS…}. */
  public String multibase() {
    String text = multibase;
    if (text == null) {
      text = Multikey.encode(this);
      multibase = text;
    }
    return text;
  }

  /** The JWK's members in the order kty, crv, x. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("kty", curve.keyType())
        .put("crv", curve.joseName())
        .put("x", Base64Url.encode(raw))
        .build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PublicJwk key && curve == key.curve && Arrays.equals(raw, key.raw);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(raw);
  }

  @Override
  public String toString() {
    return "PublicJwk(" + curve.joseName() + ")";
  }
}
