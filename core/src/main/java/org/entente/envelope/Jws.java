package org.entente.envelope;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.did.CurveArithmetic;
import org.entente.did.Did;
import org.entente.did.DidKeyManager;
import org.entente.did.DidUrl;
import org.entente.did.OwnKey;
import org.entente.did.PeerDid;
import org.entente.did.PublicJwk;
import org.entente.exception.InvalidMessageException;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A signed envelope in JWS JSON serialization (RFC 7515 §7.2), general or flattened.
 *
 * @param payloadText the payload as it is on the wire, base64url
 * @param signatures at least one, all of one DID
 */
record Jws(String payloadText, List<Signature> signatures) {
  private static final Set<String> GENERAL = Set.of("payload", "signatures");
  private static final Set<String> FLATTENED =
      Set.of("payload", "protected", "signature", "header");
  private static final Set<String> SIGNATURE = Set.of("protected", "signature", "header");
  private static final Set<String> PROTECTED = Set.of("typ", "alg", "kid");

  /**
   * One signature.
   *
   * @param protectedText the protected header as it is on the wire
   * @param alg how it was made
   * @param kid the signer's key
   */
  record Signature(String protectedText, SignatureAlgorithm alg, DidUrl kid, byte[] signature) {}

  static boolean isJws(JsonObject json) {
    return json.has("payload");
  }

  /**
   * Reads an envelope, and checks all of it that needs no key.
   *
   * @throws InvalidMessageException if it is not exactly what DIDComm v2 allows
   */
  static Jws read(JsonObject json, JsonReader reader, Limits limits) {
    List<JsonObject> parts;
    if (json.has("signatures")) {
      checkMembers(json, GENERAL);
      parts = json.objects("signatures");
      parts.forEach(part -> checkMembers(part, SIGNATURE));
    } else {
      checkMembers(json, FLATTENED);
      parts = List.of(json);
    }
    limits.check(Limit.SIGNATURES, parts.size());
    List<Signature> signatures = new ArrayList<>();
    Set<Did> signers = new HashSet<>();
    for (JsonObject part : parts) {
      Signature signature = signature(part, reader, limits);
      signatures.add(signature);
      signers.add(PeerDid.canonical(signature.kid().did()));
    }
    if (signers.size() != 1) {
      throw InvalidMessageException.malformed("signatures must be there and be of one DID");
    }
    return new Jws(json.getString("payload"), signatures);
  }

  /**
   * Signs.
   *
   * @param kid by which others know the key
   */
  static Jws sign(byte[] payload, String kid, OwnKey key, DidKeyManager keyManager) {
    SignatureAlgorithm alg = SignatureAlgorithm.forCurve(key.publicKey().curve()).orElseThrow();
    JsonObject header =
        JsonObject.builder().put("typ", MediaTypes.SIGNED).put("alg", alg.joseName()).build();
    String protectedText = Base64Url.encode(header.toBytes());
    String payloadText = Base64Url.encode(payload);
    byte[] signature = keyManager.sign(key, signingInput(protectedText, payloadText));
    DidUrl signer = DidUrl.parse(kid).orElseThrow();
    return new Jws(payloadText, List.of(new Signature(protectedText, alg, signer, signature)));
  }

  /** The JSON, general form; kids are unprotected, where all known agents look for them. */
  JsonObject toJson() {
    List<JsonObject> list = new ArrayList<>(signatures.size());
    for (Signature signature : signatures) {
      list.add(
          JsonObject.builder()
              .put("protected", signature.protectedText())
              .put("signature", Base64Url.encode(signature.signature()))
              .put("header", JsonObject.builder().put("kid", signature.kid().toString()).build())
              .build());
    }
    return JsonObject.builder().put("payload", payloadText).put("signatures", list).build();
  }

  /**
   * Checks every signature against an authentication key of its signer, each another one: whoever
   * passes a signed message on could repeat a signature, and make it look like several.
   *
   * @param ours the DID of ours that the envelope was encrypted to; null if it was not
   * @return the signed bytes
   * @throws InvalidMessageException if one does not fit
   */
  byte[] verify(PeerKeys peerKeys, CurveArithmetic arithmetic, @Nullable Did ours) {
    Set<PublicJwk> keys = new HashSet<>();
    for (Signature signature : signatures) {
      PublicJwk key =
          peerKeys
              .authentication(signature.kid(), ours)
              .orElseThrow(
                  () ->
                      InvalidMessageException.refused(
                          "e.p.trust", "the signer's key is not among its authentication keys"));
      if (key.curve() != signature.alg().curve()
          || !arithmetic.verify(
              key, signingInput(signature.protectedText(), payloadText), signature.signature())) {
        throw InvalidMessageException.refused("e.p.trust.crypto", "a signature does not verify");
      }
      // by whichever of its names
      if (!keys.add(key)) {
        throw InvalidMessageException.malformed("a key signs twice");
      }
    }
    return Base64Url.decode(payloadText);
  }

  private static byte[] signingInput(String protectedText, String payloadText) {
    return (protectedText + '.' + payloadText).getBytes(StandardCharsets.US_ASCII);
  }

  private static Signature signature(JsonObject part, JsonReader reader, Limits limits) {
    String protectedText = part.getString("protected");
    limits.check(Limit.PROTECTED_HEADER_BYTES, protectedText.length() * 3L / 4);
    JsonObject header = reader.read(Base64Url.decode(protectedText));
    checkMembers(header, PROTECTED);
    MediaTypes.check(header.string("typ"), MediaTypes.SIGNED);
    SignatureAlgorithm alg = SignatureAlgorithm.of(header.getString("alg"));
    byte[] signature = Base64Url.decode(part.getString("signature"));
    return new Signature(protectedText, alg, kid(part, header), signature);
  }

  // The vectors have it in the unprotected header, the specification's text in the protected one.
  private static DidUrl kid(JsonObject part, JsonObject protectedHeader) {
    JsonObject header = part.object("header").orElse(JsonObject.empty());
    checkMembers(header, Set.of("kid"));
    Optional<String> unprotectedKid = header.string("kid");
    Optional<String> protectedKid = protectedHeader.string("kid");
    if (unprotectedKid.isPresent()
        && protectedKid.isPresent()
        && !unprotectedKid.equals(protectedKid)) {
      throw InvalidMessageException.malformed("a signature names two keys");
    }
    return protectedKid
        .or(() -> unprotectedKid)
        .flatMap(DidUrl::parse)
        .orElseThrow(() -> InvalidMessageException.malformed("a signature's kid is no DID URL"));
  }

  private static void checkMembers(JsonObject json, Set<String> allowed) {
    if (!allowed.containsAll(json.names())) {
      throw InvalidMessageException.malformed("the signature has a member that is not allowed");
    }
  }
}
