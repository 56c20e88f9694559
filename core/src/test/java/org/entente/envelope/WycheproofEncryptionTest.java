package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.entente.Vectors;
import org.entente.did.DidResolvers;
import org.entente.did.DidUrl;
import org.entente.did.OfflineResolver;
import org.entente.did.PublicJwk;
import org.entente.envelope.ContentEncryption.Encrypted;
import org.entente.exception.InvalidMessageException;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Project Wycheproof, {@code json_web_encryption_test}, and what is encrypted of {@code
 * json_web_crypto_test}: all of them, none skipped.
 *
 * <p>Its headers are those of plain JOSE: without apv, and with the kid inside. To complete them
 * would change what is authenticated, so the two that we must open go through {@link JweDecrypter}
 * as they are, and only the reading of their headers by {@link JweHeader} is not covered; the
 * vectors of DIDComm do that. The others must be refused by {@link Jwe}: once re-framed as they
 * are, and once more with a completed header, so that what is refused is the {@code alg}, the
 * {@code enc} or the {@code zip}, and not only the lack of an apv.
 */
class WycheproofEncryptionTest {
  private static final String KID = "did:example:bob#key-1";
  private static final Limits LIMITS = Limits.defaults();
  private static final JsonReader READER = new JsonReader(LIMITS);
  private static final Set<String> COMPLETED = Set.of("alg", "enc", "epk", "apv");

  private final Map<String, Integer> counts = new TreeMap<>();

  @ParameterizedTest
  @CsvSource({"json_web_encryption_test, 139, 2", "json_web_crypto_test, 34, 0"})
  void weOpenWhatDidCommHasAndRefuseTheRest(String file, int count, int opened) {
    for (JsonObject group : Vectors.wycheproof(file + ".json").objects("testGroups")) {
      for (JsonObject test : group.objects("tests")) {
        if (test.has("jwe")) {
          check(group, test);
        }
      }
    }

    System.out.println("Wycheproof, " + file + ", encrypted: " + counts);
    assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(count);
    assertThat(counts.getOrDefault("opened", 0)).isEqualTo(opened);
  }

  @ParameterizedTest
  @ValueSource(strings = {"json_web_encryption_test.json", "json_web_crypto_test.json"})
  void thePointThatIsNotOnItsCurveIsRefusedByItself(String file) {
    String compact =
        Vectors.wycheproof(file).objects("testGroups").stream()
            .flatMap(group -> group.objects("tests").stream())
            .filter(test -> test.getString("comment").equals("rejectsInvalidCurvePoint"))
            .findFirst()
            .orElseThrow()
            .getString("jwe");
    JsonObject epk = header(compact.split("\\.", -1)[0]).orElseThrow().getObject("epk");

    assertThat(refusal(() -> PublicJwk.parse(epk)).getMessage()).contains("not on its curve");
  }

  private void check(JsonObject group, JsonObject test) {
    String label = "tcId " + test.getInteger("tcId") + ' ' + test.getString("comment");
    JsonObject json =
        test.value("jwe") instanceof JsonObject object ? object : json(test.getString("jwe"));
    assertThat(refusal(() -> Jwe.read(json, READER, LIMITS))).as(label).isNotNull();

    Optional<JsonObject> header = header(json.string("protected").orElse(""));
    String reason = header.map(read -> reasonToRefuse(json, read)).orElse("not JSON");
    if (reason.isEmpty()) {
      assertOpened(label, group, test, json);
    } else if (header.isPresent()) {
      InvalidMessageException refusal = refusal(() -> Jwe.read(completed(json), READER, LIMITS));
      assertThat(refusal).as(label).hasMessageContaining(reason);
    }
    counts.merge(reason.isEmpty() ? "opened" : "refused: " + reason, 1, Integer::sum);
  }

  private static void assertOpened(
      String label, JsonObject group, JsonObject test, JsonObject json) {
    assertThat(test.getString("result")).as(label).isEqualTo("valid");
    KeyRing keys = new KeyRing();
    keys.add(DidUrl.parse(KID).orElseThrow(), group.getObject("private"));
    JweDecrypter decrypter =
        new JweDecrypter(
            keys,
            keys.keyManager(),
            new PeerKeys(DidResolvers.of(List.of(new OfflineResolver())), KnownPeers.none()),
            new StaticAgreements(keys.keyManager()));

    assertThat(decrypter.decrypt(jwe(json)).plaintext())
        .as(label)
        .isEqualTo(HexFormat.of().parseHex(test.getString("pt")));
    for (String member : List.of("protected", "encrypted_key", "iv", "ciphertext", "tag")) {
      for (JsonObject altered : alterations(json, member)) {
        assertThat(refusal(() -> decrypter.decrypt(jwe(altered))))
            .as(label + ", another " + member)
            .hasMessage(InvalidMessageException.undecryptable().getMessage());
      }
    }
  }

  /** Another first, last and no byte; of the header, which must stay JSON, a blank in front. */
  private static List<JsonObject> alterations(JsonObject json, String member) {
    byte[] bytes = Base64Url.decode(json.getString(member));
    if (member.equals("protected")) {
      String text = " " + new String(bytes, StandardCharsets.UTF_8);
      return List.of(with(json, member, text.getBytes(StandardCharsets.UTF_8)));
    }
    byte[] first = bytes.clone();
    first[0] ^= 1;
    byte[] last = bytes.clone();
    last[last.length - 1] ^= (byte) 0x80;
    return List.of(
        with(json, member, first), with(json, member, last), with(json, member, new byte[0]));
  }

  private static JsonObject with(JsonObject json, String member, byte[] bytes) {
    return Forge.with(json, member, Base64Url.encode(bytes));
  }

  private static Jwe jwe(JsonObject json) {
    JsonObject read = header(json.getString("protected")).orElseThrow();
    JweHeader header =
        new JweHeader(
            KeyWrappingAlgorithm.ECDH_ES_A256KW,
            enc(read.getString("enc")).orElseThrow(),
            PublicJwk.parse(read.getObject("epk")),
            Optional.empty(),
            decoded(read, "apu"),
            decoded(read, "apv"));
    return new Jwe(
        json.getString("protected"),
        header,
        List.of(new Jwe.Recipient(KID, decoded(json, "encrypted_key"))),
        decoded(json, "iv"),
        new Encrypted(decoded(json, "ciphertext"), decoded(json, "tag")));
  }

  private static byte[] decoded(JsonObject json, String member) {
    return Base64Url.decode(json.string(member).orElse(""));
  }

  /** Why a completed header must be refused; empty if it must not. */
  private static String reasonToRefuse(JsonObject json, JsonObject header) {
    if (json.has("unprotected")) {
      return "the envelope has a member that is not allowed";
    }
    if (!COMPLETED.containsAll(completedHeader(header).names())) {
      return "the protected header has a member that is not allowed";
    }
    if (!header.string("alg").equals(Optional.of("ECDH-ES+A256KW"))) {
      return "alg is not supported";
    }
    return enc(header.getString("enc")).isEmpty() ? "enc is not supported" : "";
  }

  private static Optional<ContentEncryption> enc(String name) {
    return List.of(ContentEncryption.values()).stream()
        .filter(enc -> enc.joseName().equals(name))
        .findFirst();
  }

  private static JsonObject completed(JsonObject json) {
    JsonObject header = header(json.getString("protected")).orElseThrow();
    return with(json, "protected", completedHeader(header).toBytes());
  }

  private static JsonObject completedHeader(JsonObject header) {
    PublicJwk anyKey = Peer.named("bob").agreement.get(0).publicKey();
    JsonObject ours = JweHeader.anonymous(ContentEncryption.A256GCM, anyKey, List.of(KID)).toJson();
    return Forge.with(header.without(Set.of("kid")), "apv", ours.getString("apv"));
  }

  /** The flattened JSON of a compact serialization; what is JSON already as it is. */
  private static JsonObject json(String jwe) {
    if (jwe.startsWith("{")) {
      return Forge.json(jwe.getBytes(StandardCharsets.UTF_8));
    }
    List<String> names = List.of("protected", "encrypted_key", "iv", "ciphertext", "tag");
    List<String> parts = new ArrayList<>(List.of(jwe.split("\\.", -1)));
    JsonObject.Builder json = JsonObject.builder();
    for (int i = 0; i < Math.min(parts.size(), names.size()); i++) {
      json.put(names.get(i), parts.get(i));
    }
    return json.put("header", JsonObject.builder().put("kid", KID).build()).build();
  }

  private static Optional<JsonObject> header(String text) {
    try {
      return Optional.of(READER.read(Base64Url.decode(text)));
    } catch (InvalidMessageException e) {
      return Optional.empty();
    }
  }

  private static InvalidMessageException refusal(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isExactlyInstanceOf(InvalidMessageException.class);
    return (InvalidMessageException) thrown;
  }
}
