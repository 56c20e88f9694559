package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.entente.Vectors;
import org.entente.did.CurveArithmetic;
import org.entente.did.Did;
import org.entente.did.DidUrl;
import org.entente.did.OwnKey;
import org.entente.did.PublicJwk;
import org.entente.envelope.JweEncrypter.RecipientKey;
import org.entente.envelope.JweEncrypter.SenderKey;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.keys.Secret;
import org.entente.limits.Limits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The encrypted vectors of DIDComm v2, appendix C.3: all six, each of their layers, and each
 * recipient. They are opened, and made again byte for byte: content key, IV, ephemeral public key
 * and the secrets agreed with it are those of the vector; everything else is computed, the sender's
 * static secret too. No allowance is made for the order of members or for a missing typ.
 */
class DidCommAppendixCTest {
  private static final Limits LIMITS = Limits.defaults();
  private static final JsonReader READER = new JsonReader(LIMITS);
  private static final Did ALICE = new Did("did:example:alice");
  private static final Did BOB = new Did("did:example:bob");
  private static final Map<String, Integer> RUN = new TreeMap<>();

  /** One layer of encryption as the vector has it, with the text that it protects. */
  private record Layer(JsonObject expected, Jwe jwe, String text, String inner) {}

  static Stream<String> vectors() {
    return Stream.of(
        "ecdh-es-x25519-xc20p",
        "ecdh-es-p384-a256cbc-hs512",
        "ecdh-es-p521-a256gcm",
        "ecdh-1pu-x25519-a256cbc-hs512",
        "sign-eddsa-then-ecdh-1pu-p256-a256cbc-hs512",
        "sign-eddsa-ecdh-1pu-p521-then-ecdh-es-p521-xc20p");
  }

  static Stream<Arguments> recipients() {
    return vectors()
        .flatMap(
            name ->
                read(name)
                    .objects("layersOutermostFirst")
                    .get(0)
                    .getObject("recipients")
                    .names()
                    .stream()
                    .map(kid -> arguments(name, kid)));
  }

  @ParameterizedTest
  @MethodSource("recipients")
  void everyRecipientOpensIt(String name, String kid) {
    JsonObject vector = read(name);

    Unpacked unpacked = unpack(kid, vector.getObject("message"));

    assertThat(unpacked.message().toJson().toJson())
        .isEqualTo(vector.getString("expectedPlaintext"));
    assertThat(unpacked.protection().recipient()).isEqualTo(DidUrl.parse(kid));
    assertThat(unpacked.protection().isAuthenticated()).isEqualTo(name.contains("1pu"));
    assertThat(unpacked.protection().isNonRepudiable()).isEqualTo(name.contains("sign"));
    unpacked.protection().author().ifPresent(author -> assertThat(author).isEqualTo(ALICE));
    count(name, "opened");
  }

  @ParameterizedTest
  @MethodSource("recipients")
  void noRecipientOpensItAltered(String name, String kid) {
    JsonObject message = read(name).getObject("message");
    List<JsonObject> altered = new ArrayList<>();
    for (String member : List.of("ciphertext", "tag", "iv")) {
      altered.add(Forge.with(message, member, turned(message.getString(member))));
    }
    List<JsonObject> recipients =
        message.objects("recipients").stream()
            .map(r -> Forge.with(r, "encrypted_key", turned(r.getString("encrypted_key"))))
            .toList();
    altered.add(Forge.with(message, "recipients", recipients));

    for (JsonObject envelope : altered) {
      Refusals.assertUndecryptable(bob(kid), envelope.toBytes());
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void everyIntermediateValueIsThatOfTheVector(String name) throws Exception {
    for (Layer layer : layers(name)) {
      JweHeader header = layer.jwe().header();
      boolean authenticated = header.skid().isPresent();
      byte[] tag = authenticated ? layer.jwe().content().tag() : null;
      JsonObject derived = layer.expected().getObject("recipients");

      assertThat(layer.jwe().recipients()).hasSize(derived.names().size());
      for (Jwe.Recipient recipient : layer.jwe().recipients()) {
        JsonObject values = derived.getObject(recipient.kid());
        byte[] z = agree(recipient.kid(), header.epk());
        if (authenticated) {
          z = concat(z, agree(recipient.kid(), publicKey(header.skid().orElseThrow())));
        }
        byte[] otherInfo =
            ConcatKdf.otherInfo(header.alg().joseName(), header.apu(), header.apv(), 256, tag);
        byte[] kek = ConcatKdf.round(z, otherInfo);
        byte[] cek = AesKeyWrap.unwrap(kek, recipient.encryptedKey());

        assertThat(hex(z)).isEqualTo(values.getString("z_hex"));
        assertThat(hex(otherInfo)).isEqualTo(values.getString("otherInfo_hex"));
        assertThat(hex(kek)).isEqualTo(values.getString("kek_hex"));
        assertThat(hex(cek)).isEqualTo(values.getString("cek_hex"));
        count(name, "derived");
      }
      assertThat(header.toJson()).isEqualTo(layer.expected().getObject("protectedDecoded"));
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void everyLayerIsMadeByteForByte(String name) {
    Peer alice = Peer.of(ALICE, new ExampleDids());
    for (Layer layer : layers(name)) {
      JweHeader header = layer.jwe().header();
      JsonObject derived = layer.expected().getObject("recipients");
      Map<PublicJwk, byte[]> ze = new HashMap<>();
      List<RecipientKey> recipients = new ArrayList<>();
      byte[] cek = new byte[0];
      for (Jwe.Recipient recipient : layer.jwe().recipients()) {
        JsonObject values = derived.getObject(recipient.kid());
        byte[] z = HexFormat.of().parseHex(values.getString("z_hex"));
        ze.put(
            publicKey(recipient.kid()),
            header.skid().isPresent() ? Arrays.copyOf(z, z.length / 2) : z);
        recipients.add(new RecipientKey(recipient.kid(), publicKey(recipient.kid())));
        cek = HexFormat.of().parseHex(values.getString("cek_hex"));
      }
      Pinned pinned = new Pinned(header.epk(), ze, cek, layer.jwe().iv());
      SenderKey sender =
          header.skid().map(skid -> new SenderKey(skid, own(alice, skid))).orElse(null);

      Jwe made =
          new JweEncrypter(pinned, pinned, new StaticAgreements(alice.keyManager))
              .encrypt(
                  layer.inner().getBytes(StandardCharsets.UTF_8), header.enc(), sender, recipients);

      assertThat(made.toJson().toJson()).isEqualTo(layer.text());
      count(name, "made");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sign-eddsa-then-ecdh-1pu-p256-a256cbc-hs512",
        "sign-eddsa-ecdh-1pu-p521-then-ecdh-es-p521-xc20p"
      })
  void theSignedLayerIsMadeByteForByte(String name) {
    List<Layer> layers = layers(name);
    String signed = layers.get(layers.size() - 1).inner();
    byte[] payload = read(name).getString("expectedPlaintext").getBytes(StandardCharsets.UTF_8);
    Peer alice = Peer.of(ALICE, new ExampleDids());
    String kid = ALICE + "#key-1";

    Jws made = Jws.sign(payload, kid, own(alice, kid), alice.keyManager);

    assertThat(made.toJson().toJson()).isEqualTo(signed);
    count(name, "made");
  }

  @AfterAll
  static void printWhatRan() {
    System.out.println("DIDComm v2, appendix C.3 (recipients, values, layers): " + RUN);
  }

  /** All layers of encryption, outermost first, each opened for the first recipient. */
  private static List<Layer> layers(String name) {
    JsonObject vector = read(name);
    List<Layer> layers = new ArrayList<>();
    String text = vector.getObject("message").toJson();
    for (JsonObject expected : vector.objects("layersOutermostFirst")) {
      if (expected.has("recipients")) {
        Jwe jwe = Jwe.read(READER.read(text), READER, LIMITS);
        Peer bob = bob(jwe.recipients().get(0).kid());
        byte[] inner =
            new JweDecrypter(
                    bob,
                    bob.keyManager,
                    new PeerKeys(bob.resolvers, KnownPeers.none()),
                    new StaticAgreements(bob.keyManager))
                .decrypt(jwe)
                .plaintext();
        String innerText = new String(inner, StandardCharsets.UTF_8);
        layers.add(new Layer(expected, jwe, text, innerText));
        text = innerText;
      }
    }
    return layers;
  }

  private static Unpacked unpack(String kid, JsonObject envelope) {
    return bob(kid).envelopes().unpack(envelope.toBytes());
  }

  private static Peer bob(String kid) {
    Peer bob = Peer.of(BOB, new ExampleDids());
    var unused = own(bob, kid);
    return bob;
  }

  private static OwnKey own(Peer peer, String kid) {
    return peer.own(kid, publicKey(kid).curve(), privateKey(kid));
  }

  private static byte[] agree(String ourKid, PublicJwk theirs) {
    return CurveArithmetic.standard()
        .agree(Secret.takeOver(privateKey(ourKid)), theirs)
        .expose()
        .clone();
  }

  private static byte[] privateKey(String kid) {
    return Base64Url.decode(jwk(kid).getString("d"));
  }

  private static PublicJwk publicKey(String kid) {
    return PublicJwk.parse(jwk(kid).without(Set.of("kid", "d")));
  }

  private static JsonObject jwk(String kid) {
    return Stream.of("A1-sender-secrets.json", "A2-recipient-secrets.json")
        .flatMap(file -> Vectors.read("didcomm-v2/" + file).objects("secrets").stream())
        .filter(secret -> secret.getString("kid").equals(kid))
        .findFirst()
        .orElseThrow();
  }

  private static JsonObject read(String name) {
    return Vectors.read("didcomm-v2/C3-encrypted-" + name + ".json");
  }

  private static void count(String name, String what) {
    RUN.merge(what + ' ' + name, 1, Integer::sum);
  }

  private static String turned(String base64Url) {
    byte[] bytes = Base64Url.decode(base64Url);
    bytes[0] ^= 1;
    return Base64Url.encode(bytes);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
