package org.entente.did;

import java.util.Arrays;
import java.util.Optional;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.entente.limits.Limit;

/** The key of a verification method in JSON, as each type writes it. */
final class KeyMaterial {
  private KeyMaterial() {}

  /**
   * Reads it.
   *
   * @return empty if the type or the kind of key is unknown, or the two do not fit each other
   * @throws InvalidMessageException if it is of a known kind and broken, or a private key
   */
  static Optional<PublicJwk> read(String type, JsonObject method) {
    return switch (type) {
      case VerificationMethod.MULTIKEY -> multibase(method);
      case "X25519KeyAgreementKey2020" -> on(Curve.X25519, multibase(method));
      case "Ed25519VerificationKey2020" -> on(Curve.ED25519, multibase(method));
      case "JsonWebKey2020", "JsonWebKey" -> jwk(method);
      case "X25519KeyAgreementKey2019" -> base58(Curve.X25519, method);
      case "Ed25519VerificationKey2018" -> base58(Curve.ED25519, method);
      case "EcdsaSecp256k1VerificationKey2019" ->
          on(Curve.SECP256K1, jwk(method)).or(() -> base58(Curve.SECP256K1, method));
      default -> Optional.empty();
    };
  }

  private static Optional<PublicJwk> on(Curve curve, Optional<PublicJwk> key) {
    return key.filter(k -> k.curve() == curve);
  }

  private static Optional<PublicJwk> multibase(JsonObject method) {
    Optional<String> text = keyText(method, "publicKeyMultibase");
    Optional<PublicJwk> key = text.flatMap(PublicJwk::parseMultibase);
    if (key.isEmpty() && text.isPresent() && !Multikey.isOfUnknownKind(text.get())) {
      throw malformed();
    }
    return key;
  }

  private static Optional<PublicJwk> base58(Curve curve, JsonObject method) {
    return keyText(method, "publicKeyBase58")
        .map(
            text ->
                Base58.decode(text)
                    .flatMap(raw -> PublicJwk.find(curve, raw))
                    .orElseThrow(KeyMaterial::malformed));
  }

  private static Optional<PublicJwk> jwk(JsonObject method) {
    Optional<JsonObject> jwk = method.object("publicKeyJwk");
    if (jwk.filter(key -> key.has("d")).isPresent()) {
      throw InvalidMessageException.malformed("the document holds a private key");
    }
    return jwk.filter(KeyMaterial::isOfKnownKind).map(PublicJwk::parse);
  }

  private static boolean isOfKnownKind(JsonObject jwk) {
    String keyType = jwk.getString("kty");
    Optional<String> curveName = jwk.string("crv");
    return Arrays.stream(Curve.values())
        .anyMatch(
            curve ->
                curve.keyType().equals(keyType)
                    && curveName.filter(curve.joseName()::equals).isPresent());
  }

  // those that are longer are of a kind that is not known here
  private static Optional<String> keyText(JsonObject method, String name) {
    return method.string(name).filter(text -> text.length() <= Limit.DID_KEY_CHARS.defaultValue());
  }

  private static InvalidMessageException malformed() {
    return InvalidMessageException.malformed("the document has a malformed key");
  }
}
