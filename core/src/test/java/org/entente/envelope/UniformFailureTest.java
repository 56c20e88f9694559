package org.entente.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.entente.did.Curve;
import org.entente.did.PublicJwk;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way in which decrypting fails once a key of ours is named looks the same (threat model S9):
 * one kind, one code, one message, no cause. What can be seen without any key, such as a point that
 * is not on its curve, is malformed; who has no key of ours is told so.
 */
class UniformFailureTest {
  private static final Peer ALICE = Peer.named("alice");
  private static final Peer BOB = Peer.named("bob");
  private static final Peer MALLORY = Peer.named("mallory");
  private static final byte[] PLAINTEXT = Plaintexts.bytes(ALICE, BOB);
  private static final byte[] LOW_ORDER = new byte[32];
  private static final PublicJwk ON_P256 =
      Peer.ARITHMETIC.generate(Curve.P256, Peer.RANDOM).publicKey();

  static Stream<Arguments> ways() {
    Map<String, byte[]> ways = new LinkedHashMap<>();
    for (ContentEncryption enc : ContentEncryption.values()) {
      addContentFailures(ways, "anoncrypt " + enc, enc, () -> Forge.anoncrypt(BOB).enc(enc));
    }
    addContentFailures(
        ways, "authcrypt", ContentEncryption.A256CBC_HS512, () -> Forge.authcrypt(ALICE, BOB));
    addPaddingFailures(ways);
    addSenderFailures(ways);
    addRecipientFailures(ways);
    return ways.entrySet().stream().map(way -> arguments(way.getKey(), way.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void itLooksTheSame(String way, byte[] packed) {
    assertThat(way).isNotEmpty();
    Refusals.assertUndecryptable(BOB, packed);
  }

  @Test
  void whatIsLeftAloneIsTaken() {
    for (ContentEncryption enc : ContentEncryption.values()) {
      byte[] anonymous = Forge.anoncrypt(BOB).enc(enc).seal(PLAINTEXT);
      assertThat(BOB.envelopes().unpack(anonymous).message().id()).isEqualTo("1234");
    }
    byte[] authenticated = Forge.authcrypt(ALICE, BOB).seal(PLAINTEXT);
    assertThat(BOB.envelopes().unpack(authenticated).message().from()).contains(ALICE.did);
  }

  private interface Start {
    Forge forge();
  }

  private static void addContentFailures(
      Map<String, byte[]> ways, String form, ContentEncryption enc, Start start) {
    for (String member : List.of("tag", "ciphertext", "iv")) {
      ways.put(form + ": another " + member, seal(start.forge().envelope(turn(member))));
    }
    ways.put(
        form + ": no ciphertext",
        seal(start.forge().envelope(json -> Forge.with(json, "ciphertext", ""))));
    ways.put(
        form + ": another wrapped key", seal(start.forge().encryptedKey(UniformFailureTest::turn)));
    ways.put(
        form + ": a wrapped key of nothing", seal(start.forge().encryptedKey(key -> new byte[0])));
    ways.put(
        form + ": a wrapped key cut off",
        seal(start.forge().encryptedKey(key -> Arrays.copyOf(key, key.length - 8))));
    ways.put(
        form + ": a content key that was not used",
        seal(start.forge().wrapping(new byte[enc.cekBytes()])));
    for (int length : new int[] {16, 24, 32, 48, 64, 72}) {
      if (length != enc.cekBytes()) {
        ways.put(
            form + ": a content key of " + length + " bytes",
            seal(start.forge().wrapping(new byte[length])));
      }
    }
    ways.put(
        form + ": a protected header that was spelt otherwise",
        seal(start.forge().envelope(UniformFailureTest::withBlankInHeader)));
    ways.put(
        form + ": an ephemeral key of low order",
        seal(start.forge().epk(PublicJwk.of(Curve.X25519, LOW_ORDER), new byte[32])));
    ways.put(
        form + ": an ephemeral key that was not used",
        seal(start.forge().epk(MALLORY.agreement.get(0).publicKey(), new byte[32])));
    for (PublicJwk other : List.of(ON_P256, ALICE.authentication.get(0).publicKey())) {
      ways.put(
          form + ": an ephemeral key on " + other.curve(),
          seal(start.forge().epk(other, new byte[32])));
    }
  }

  private static void addPaddingFailures(Map<String, byte[]> ways) {
    for (int length : new int[] {0, 1, 15, 16, 17, 160}) {
      ways.put(
          "anoncrypt: no padding in " + length + " bytes behind a good tag",
          seal(Forge.anoncrypt(BOB).unpadded(length)));
      ways.put(
          "authcrypt: no padding in " + length + " bytes behind a good tag",
          seal(Forge.authcrypt(ALICE, BOB).unpadded(length)));
    }
  }

  private static void addSenderFailures(Map<String, byte[]> ways) {
    String without = "did:peer:2.V" + ALICE.authentication.get(0).id();
    String onP256 = "did:peer:2.E" + ON_P256.multibase() + ".V" + ALICE.authentication.get(0).id();
    String lowOrder =
        "did:peer:2.E"
            + PublicJwk.of(Curve.X25519, LOW_ORDER).multibase()
            + ".V"
            + ALICE.authentication.get(0).id();
    Map<String, String> skids = new LinkedHashMap<>();
    skids.put("of another", MALLORY.kid());
    skids.put("that signs", ALICE.signingKid());
    skids.put("that its document lacks", ALICE.kid("key-9"));
    skids.put("of a document without any", without + "#key-1");
    skids.put("on another curve", onP256 + "#key-1");
    skids.put("of low order", lowOrder + "#key-1");
    skids.put("of a broken DID", "did:peer:2.Ezzz#key-1");
    skids.put("of an unknown method", "did:example:alice#key-1");
    skids.put("of no DID", "alice");
    skids.put("without a fragment", ALICE.did.value());
    skids.forEach(
        (name, skid) ->
            ways.put(
                "authcrypt: a sender's key " + name, seal(Forge.authcrypt(ALICE, BOB).skid(skid))));
    ways.put(
        "authcrypt: a sender that did not take part",
        seal(Forge.authcrypt(ALICE, BOB).zs(new byte[32])));
    ways.put(
        "authcrypt: sealed as if it were anonymous",
        seal(Forge.anoncrypt(BOB).header(UniformFailureTest::asIfAuthenticated)));
  }

  private static void addRecipientFailures(Map<String, byte[]> ways) {
    ways.put(
        "authcrypt: to our key that signs",
        seal(Forge.authcrypt(ALICE, BOB).kids(List.of(BOB.signingKid()))));
    ways.put(
        "anoncrypt: sealed for another, under our name",
        seal(Forge.anoncrypt(MALLORY).kids(List.of(BOB.kid()))));
  }

  private static byte[] seal(Forge forge) {
    return forge.seal(PLAINTEXT);
  }

  private static UnaryOperator<JsonObject> turn(String member) {
    return json ->
        Forge.with(json, member, Base64Url.encode(turn(Base64Url.decode(json.getString(member)))));
  }

  private static byte[] turn(byte[] bytes) {
    byte[] turned = bytes.clone();
    turned[turned.length / 2] ^= 1;
    return turned;
  }

  private static JsonObject withBlankInHeader(JsonObject json) {
    String header = new String(Base64Url.decode(json.getString("protected")), UTF_8);
    return Forge.with(json, "protected", Base64Url.encode((' ' + header).getBytes(UTF_8)));
  }

  private static JsonObject asIfAuthenticated(JsonObject header) {
    return JsonObject.builder()
        .putAll(header)
        .put("alg", "ECDH-1PU+A256KW")
        .put("skid", ALICE.kid())
        .put("apu", Base64Url.encode(ALICE.kid().getBytes(UTF_8)))
        .build();
  }
}
