package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.entente.exception.InvalidMessageException.Kind;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JSON that two parsers could read in two ways is refused in every layer. */
class AmbiguousJsonTest {
  private static final Peer ALICE = Peer.named("alice");
  private static final Peer BOB = Peer.named("bob");
  private static final byte[] PLAINTEXT = Plaintexts.bytes(ALICE, BOB);
  private static final Map<String, UnaryOperator<byte[]>> CHANGES = changes();

  static Stream<String> changeNames() {
    return CHANGES.keySet().stream();
  }

  @Test
  void whatIsNotChangedIsRead() {
    UnaryOperator<byte[]> none = UnaryOperator.identity();

    assertThat(BOB.envelopes().unpack(Forge.authcrypt(ALICE, BOB).headerText(none).seal(PLAINTEXT)))
        .isNotNull();
    assertThat(BOB.envelopes().unpack(signed(none, none))).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("changeNames")
  void anAmbiguousEnvelopeIsRefused(String name) {
    byte[] packed = CHANGES.get(name).apply(Forge.authcrypt(ALICE, BOB).seal(PLAINTEXT));

    Refusals.assertMalformed(BOB, packed);
  }

  @ParameterizedTest
  @MethodSource("changeNames")
  void anAmbiguousProtectedHeaderIsRefused(String name) {
    Forge forge = Forge.authcrypt(ALICE, BOB).headerText(CHANGES.get(name));

    Refusals.assertMalformed(BOB, forge.seal(PLAINTEXT));
  }

  @ParameterizedTest
  @MethodSource("changeNames")
  void anAmbiguousPlaintextIsRefused(String name) {
    byte[] packed = Forge.authcrypt(ALICE, BOB).seal(CHANGES.get(name).apply(PLAINTEXT));

    assertThat(Refusals.refusal(BOB, packed).kind()).isEqualTo(Kind.REFUSED);
  }

  @ParameterizedTest
  @MethodSource("changeNames")
  void anAmbiguousSignedEnvelopeIsRefused(String name) {
    UnaryOperator<byte[]> none = UnaryOperator.identity();
    UnaryOperator<byte[]> change = CHANGES.get(name);

    Refusals.assertMalformed(BOB, change.apply(signed(none, none)));
    Refusals.assertMalformed(BOB, signed(change, none));
    Refusals.assertMalformed(BOB, signed(none, change));
  }

  @Test
  void anEnvelopeThatIsEncryptedAndSignedAtOnceIsRefused() {
    JsonObject encrypted = Forge.json(Forge.authcrypt(ALICE, BOB).seal(PLAINTEXT));
    JsonObject signed = Forge.json(Forge.sign(ALICE, PLAINTEXT));
    JsonObject plaintext = Forge.json(PLAINTEXT);

    Refusals.assertMalformed(BOB, both(encrypted, signed));
    Refusals.assertMalformed(BOB, both(encrypted, plaintext));
    Refusals.assertMalformed(BOB, both(signed, plaintext));
  }

  private static byte[] both(JsonObject one, JsonObject other) {
    return JsonObject.builder().putAll(one).putAll(other).build().toBytes();
  }

  private static byte[] signed(UnaryOperator<byte[]> header, UnaryOperator<byte[]> payload) {
    byte[] text = "{\"alg\":\"EdDSA\"}".getBytes(StandardCharsets.UTF_8);
    return Forge.sign(
        ALICE,
        ALICE.signingKid(),
        Base64Url.encode(header.apply(text)),
        Base64Url.encode(payload.apply(PLAINTEXT)),
        1);
  }

  private static Map<String, UnaryOperator<byte[]>> changes() {
    Map<String, UnaryOperator<byte[]>> changes = new LinkedHashMap<>();
    changes.put("first member twice", AmbiguousJsonTest::withFirstMemberTwice);
    changes.put("object behind", json -> concat(json, ascii("{}")));
    changes.put("letter behind", json -> concat(json, ascii("x")));
    changes.put("zero byte behind", json -> concat(json, new byte[1]));
    changes.put("comma behind", json -> concat(json, ascii(",")));
    changes.put(
        "byte order mark",
        json -> concat(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, json));
    changes.put("array around", json -> concat(concat(ascii("["), json), ascii("]")));
    changes.put("UTF-16", json -> utf8(json).getBytes(StandardCharsets.UTF_16BE));
    changes.put("invalid UTF-8", json -> replaceFirstQuote(json, new byte[] {'"', (byte) 0xC0}));
    changes.put("lone surrogate", json -> replaceFirstQuote(json, ascii("\"\\ud800")));
    changes.put("single quotes", json -> ascii(utf8(json).replace('"', '\'')));
    changes.put("comment", json -> concat(ascii("/**/"), json));
    changes.put("not a number", json -> replaceFirstQuote(json, ascii("\"n\":NaN,\"")));
    changes.put("cut off", json -> Arrays.copyOf(json, json.length - 1));
    changes.put("nothing", json -> new byte[0]);
    return changes;
  }

  private static byte[] withFirstMemberTwice(byte[] json) {
    String text = utf8(json);
    String first = text.substring(1, text.indexOf(':') + 1);
    return ("{" + first + "null," + text.substring(1)).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] replaceFirstQuote(byte[] json, byte[] replacement) {
    byte[] rest = Arrays.copyOfRange(json, 2, json.length);
    return concat(concat(ascii("{"), replacement), rest);
  }

  private static byte[] concat(byte[] one, byte[] other) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(one);
    out.writeBytes(other);
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String utf8(byte[] text) {
    return new String(text, StandardCharsets.UTF_8);
  }
}
