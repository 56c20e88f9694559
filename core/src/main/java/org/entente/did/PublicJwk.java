package org.entente.did;

import java.util.Arrays;
import java.util.Optional;
import org.entente.exception.InvalidMessageException;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A public key, as a JWK (RFC 7517, RFC 7518 §6.2, RFC 8037) or a Multikey. Immutable.
 *
 * <p>Holding one of an EC curve says that the point is on the curve, and not infinity. Of X25519
 * and Ed25519 it says that the length is right; what their arithmetic does not take is refused
 * where it is used.
 */
public final class PublicJwk {
  private final Curve curve;
  private final byte[] raw;

  // x and y of a point on an EC curve, which take a square root to find again
  private final byte[] coordinates;

  // Computed when first asked for; two threads may do so, and get the same.
  private @Nullable String multibase;

  private PublicJwk(Curve curve, byte[] raw, byte[] coordinates) {
    this.curve = curve;
    this.raw = raw;
    this.coordinates = coordinates;
  }

  /**
   * A key from its bytes; a point of the EC curves compressed.
   *
   * @throws IllegalArgumentException if the length is not the curve's, or the point is not on it
   */
  public static PublicJwk of(Curve curve, byte[] raw) {
    return find(curve, raw)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a key on "
                        + curve.joseName()
                        + " has "
                        + curve.publicKeyBytes()
                        + " bytes and is a point of the curve"));
  }

  /** A key from its bytes, if they are one. */
  static Optional<PublicJwk> find(Curve curve, byte[] raw) {
    if (raw.length != curve.publicKeyBytes()) {
      return Optional.empty();
    }
    byte[] own = raw.clone();
    Optional<EcCurve> ec = EcCurve.find(curve);
    return ec.isEmpty()
        ? Optional.of(new PublicJwk(curve, own, own))
        : ec.get().decompress(own).map(coordinates -> new PublicJwk(curve, own, coordinates));
  }

  /**
   * The key that a point of an EC curve is, if it is on it; spares the square root.
   *
   * @param coordinates x and y, each as long as the field; taken over
   */
  static Optional<PublicJwk> findPoint(Curve curve, byte[] coordinates) {
    return EcCurve.get(curve)
        .compress(coordinates)
        .map(compressed -> new PublicJwk(curve, compressed, coordinates));
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
    for (Curve curve : Curve.values()) {
      if (curve.keyType().equals(keyType) && curve.joseName().equals(curveName)) {
        Optional<EcCurve> ec = EcCurve.find(curve);
        return ec.isPresent() ? point(curve, ec.get(), jwk) : octets(curve, jwk);
      }
    }
    throw InvalidMessageException.malformed("the JWK's curve is not supported");
  }

  private static PublicJwk octets(Curve curve, JsonObject jwk) {
    if (jwk.has("y")) {
      throw InvalidMessageException.malformed("a JWK on this curve has no y");
    }
    byte[] x = coordinate(jwk, "x", curve.publicKeyBytes());
    return new PublicJwk(curve, x, x);
  }

  private static PublicJwk point(Curve curve, EcCurve ec, JsonObject jwk) {
    byte[] x = coordinate(jwk, "x", ec.coordinateBytes());
    byte[] y = coordinate(jwk, "y", ec.coordinateBytes());
    byte[] coordinates = Arrays.copyOf(x, 2 * x.length);
    System.arraycopy(y, 0, coordinates, x.length, y.length);
    return findPoint(curve, coordinates)
        .orElseThrow(
            () -> InvalidMessageException.malformed("the JWK's point is not on its curve"));
  }

  private static byte[] coordinate(JsonObject jwk, String name, int length) {
    String text = jwk.getString(name);
    // before the work: four characters for three bytes
    if (text.length() != (length * 4 + 2) / 3) {
      throw InvalidMessageException.malformed("the JWK's " + name + " has the wrong length");
    }
    return Base64Url.decode(text);
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

  /** The JWK's members in the order kty, crv, x, and y if the curve has one. */
  public JsonObject toJson() {
    JsonObject.Builder jwk =
        JsonObject.builder().put("kty", curve.keyType()).put("crv", curve.joseName());
    if (EcCurve.find(curve).isEmpty()) {
      return jwk.put("x", Base64Url.encode(raw)).build();
    }
    int half = coordinates.length / 2;
    return jwk.put("x", Base64Url.encode(Arrays.copyOf(coordinates, half)))
        .put("y", Base64Url.encode(Arrays.copyOfRange(coordinates, half, 2 * half)))
        .build();
  }

  /** Of a point on an EC curve x and y, each as long as the field. Not to be changed. */
  byte[] coordinates() {
    return coordinates;
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
