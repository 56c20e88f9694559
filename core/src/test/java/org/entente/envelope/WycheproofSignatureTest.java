package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.entente.Vectors;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolver;
import org.entente.did.DidResolvers;
import org.entente.did.DidUrl;
import org.entente.did.PublicJwk;
import org.entente.did.VerificationMethod;
import org.entente.exception.InvalidMessageException;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Project Wycheproof, {@code json_web_signature_test}, {@code json_web_key_test} and {@code
 * json_web_crypto_test}: all of them, none skipped.
 *
 * <p>Its kids are no DID URLs, and they are signed; so {@link Jws#read} refuses all of them as they
 * are. Those of ES256 whose header can be read go through {@link Jws#verify} unchanged, with a DID
 * URL for the key: only that the kid is taken from the header is not covered. All others must be
 * refused by {@link Jws#read} also with such a kid, for the {@code alg}, a member of the header, or
 * what is no base64url.
 *
 * <p>Two tests have a JWK whose {@code use} or {@code key_ops} says that it encrypts. In DIDComm
 * that is said by the document: there they are listed for key agreement, not for authentication.
 * Two others, 19 and 20 of {@code json_web_key_test}, have one whose {@code alg} is not that of its
 * curve; nothing here looks at it, for an {@code alg} is accepted only with keys on its curve.
 */
class WycheproofSignatureTest {
  private static final Did SIGNER = new Did("did:example:alice");
  private static final DidUrl KID = new DidUrl(SIGNER, "key-1");
  private static final Limits LIMITS = Limits.defaults();
  private static final JsonReader READER = new JsonReader(LIMITS);

  private final Map<String, Integer> counts = new TreeMap<>();

  @ParameterizedTest
  @CsvSource({
    "json_web_signature_test, 401, 18 378",
    "json_web_key_test, 26, 19 20",
    "json_web_crypto_test, 49, 18"
  })
  void weVerifyEs256AndRefuseTheRest(String file, int count, String verifiedIds) {
    List<String> verified = new ArrayList<>();
    for (JsonObject group : Vectors.wycheproof(file + ".json").objects("testGroups")) {
      for (JsonObject test : group.objects("tests")) {
        if (test.has("jwe")) {
          continue; // WycheproofEncryptionTest has it
        }
        String outcome = check(group, test);
        counts.merge(outcome, 1, Integer::sum);
        if (outcome.equals("verified")) {
          verified.add(String.valueOf(test.getInteger("tcId")));
        }
      }
    }

    System.out.println("Wycheproof, " + file + ", signed: " + counts);
    assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(count);
    assertThat(verified).containsExactly(verifiedIds.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_point, the JWK's point is not on its curve",
    "wrong_curve, the JWK's x has the wrong length",
    "wrong_kty, the JWK's curve is not supported"
  })
  void aBadKeyIsRefusedByItself(String comment, String reason) {
    JsonObject group =
        Vectors.wycheproof("json_web_key_test.json").objects("testGroups").stream()
            .filter(g -> g.getString("comment").equals(comment))
            .findFirst()
            .orElseThrow();

    assertThat(refusal(() -> PublicJwk.parse(key(group)))).hasMessage(reason);
  }

  private static String check(JsonObject group, JsonObject test) {
    String label = "tcId " + test.getInteger("tcId") + ' ' + test.getString("comment");
    boolean valid = test.getString("result").equals("valid");
    if (test.value("jws") instanceof JsonObject object) {
      return "refused: " + refusal(() -> Jws.read(object, READER, LIMITS)).getMessage();
    }
    String text = test.getString("jws");
    if (text.startsWith("{")) {
      // JSON in name only, for a brace is missing; or with a header that is not allowed
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return "refused: " + refusal(() -> Jws.read(READER.read(bytes), READER, LIMITS)).getMessage();
    }
    JsonObject json = json(text);
    assertThat(refusal(() -> Jws.read(json, READER, LIMITS))).as(label).isNotNull();

    Optional<JsonObject> header = header(json);
    if (header.isEmpty() || !json.has("signature")) {
      return "refused: not the serialization of a signature";
    }
    if (header.get().string("alg").equals(Optional.of("ES256"))) {
      Throwable thrown = catchThrowable(() -> verify(json, key(group)));
      if (thrown == null) {
        boolean isOfAnotherAlg = test.getString("comment").equals("mismatchedAlgAndCurve");
        assertThat(valid || isOfAnotherAlg).as(label).isTrue();
        return "verified";
      }
      assertThat(thrown).as(label).isExactlyInstanceOf(InvalidMessageException.class);
      assertThat(valid).as(label).isFalse();
      return "refused: " + thrown.getMessage();
    }
    InvalidMessageException refusal = refusal(() -> Jws.read(withKid(json), READER, LIMITS));
    assertThat(refusal)
        .as(label)
        .hasMessageMatching(
            "the signature's alg is not supported"
                + "|the signature has a member that is not allowed"
                + "|not canonical base64url");
    return "refused: " + refusal.getMessage();
  }

  private static JsonObject key(JsonObject group) {
    JsonObject key = group.object("public").orElseGet(() -> group.getObject("private"));
    return (key.has("keys") ? key.objects("keys").get(0) : key).without(Set.of("d"));
  }

  private static void verify(JsonObject json, JsonObject jwk) {
    SignatureAlgorithm alg = SignatureAlgorithm.of(header(json).orElseThrow().getString("alg"));
    byte[] signature = Base64Url.decode(json.getString("signature"));
    Jws jws =
        new Jws(
            json.getString("payload"),
            List.of(new Jws.Signature(json.getString("protected"), alg, KID, signature)));
    PeerKeys peerKeys =
        new PeerKeys(DidResolvers.of(List.of(new OneKey(document(jwk)))), KnownPeers.none());

    assertThat(jws.verify(peerKeys, Peer.ARITHMETIC, null))
        .isEqualTo(Base64Url.decode(json.getString("payload")));
  }

  private static DidDocument document(JsonObject jwk) {
    VerificationMethod key = new VerificationMethod(List.of("key-1"), PublicJwk.parse(jwk));
    boolean encrypts =
        jwk.string("use").equals(Optional.of("enc"))
            || (jwk.has("key_ops") && jwk.strings("key_ops").contains("encrypt"));
    DidDocument.Builder document = DidDocument.builder(SIGNER);
    return encrypts ? document.keyAgreement(key).build() : document.authentication(key).build();
  }

  /** The same with a kid that can be read. */
  private static JsonObject withKid(JsonObject json) {
    JsonObject header = Forge.with(header(json).orElseThrow(), "kid", KID.toString());
    return Forge.with(json, "protected", Base64Url.encode(header.toBytes()));
  }

  /** The flattened JSON of a compact serialization. */
  private static JsonObject json(String jws) {
    List<String> names = List.of("protected", "payload", "signature");
    String[] parts = jws.split("\\.", -1);
    JsonObject.Builder json = JsonObject.builder();
    for (int i = 0; i < Math.min(parts.length, names.size()); i++) {
      json.put(names.get(i), parts[i]);
    }
    return json.build();
  }

  private static Optional<JsonObject> header(JsonObject json) {
    try {
      return Optional.of(READER.read(Base64Url.decode(json.getString("protected"))));
    } catch (InvalidMessageException e) {
      return Optional.empty();
    }
  }

  private static InvalidMessageException refusal(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isExactlyInstanceOf(InvalidMessageException.class);
    return (InvalidMessageException) thrown;
  }

  private record OneKey(DidDocument document) implements DidResolver {
    @Override
    public Set<String> methods() {
      return Set.of("example");
    }

    @Override
    public boolean isOffline() {
      return true;
    }

    @Override
    public DidDocument resolve(Did did) {
      return document;
    }
  }
}
