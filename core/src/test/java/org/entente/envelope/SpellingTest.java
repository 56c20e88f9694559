package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.envelope.Forge.with;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Base64url has one spelling for each value; all others are refused, wherever it stands. */
class SpellingTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final Peer ALICE = Peer.named("alice");
  private static final Peer BOB = Peer.named("bob");
  private static final byte[] PLAINTEXT = Plaintexts.bytes(ALICE, BOB);

  @ParameterizedTest
  @ValueSource(strings = {"ciphertext", "tag", "iv"})
  void anotherSpellingInTheEnvelopeIsRefused(String name) {
    JsonObject packed = Forge.json(Forge.authcrypt(ALICE, BOB).seal(PLAINTEXT));

    for (String spelling : spellings(packed.getString(name))) {
      Refusals.assertMalformed(BOB, with(packed, name, spelling).toBytes());
    }
  }

  @Test
  void anotherSpellingOfTheWrappedKeyIsRefused() {
    JsonObject packed =
        Forge.json(Forge.anoncrypt(BOB).enc(ContentEncryption.A256GCM).seal(PLAINTEXT));
    String key = packed.objects("recipients").get(0).getString("encrypted_key");

    for (String spelling : spellings(key)) {
      Refusals.assertMalformed(
          BOB, Forge.withInFirst(packed, "recipients", "encrypted_key", spelling).toBytes());
    }
  }

  @Test
  void anotherSpellingOfTheProtectedHeaderIsRefusedThoughItIsAuthenticated() {
    for (int i = 0; i < spellings("QUJD").size(); i++) {
      int number = i;
      byte[] packed =
          Forge.authcrypt(ALICE, BOB)
              .protectedText(text -> spellings(text).get(number))
              .seal(PLAINTEXT);

      Refusals.assertMalformed(BOB, packed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"apu", "apv"})
  void anotherSpellingInTheProtectedHeaderIsRefused(String name) {
    for (int i = 0; i < spellings("QUJD").size(); i++) {
      int number = i;
      byte[] packed =
          Forge.authcrypt(ALICE, BOB)
              .header(header -> with(header, name, spellings(header.getString(name)).get(number)))
              .seal(PLAINTEXT);

      Refusals.assertMalformed(BOB, packed);
    }
  }

  @Test
  void anotherSpellingOfTheEphemeralKeyIsRefused() {
    for (int i = 0; i < spellings("QUJD").size(); i++) {
      int number = i;
      byte[] packed =
          Forge.authcrypt(ALICE, BOB)
              .header(
                  header -> {
                    JsonObject epk = header.getObject("epk");
                    String x = spellings(epk.getString("x")).get(number);
                    return with(header, "epk", with(epk, "x", x));
                  })
              .seal(PLAINTEXT);

      Refusals.assertMalformed(BOB, packed);
    }
  }

  @Test
  void anotherSpellingInASignedEnvelopeIsRefused() {
    String header = Base64Url.encode("{\"alg\":\"EdDSA\"}".getBytes(StandardCharsets.UTF_8));
    String payload = Base64Url.encode(PLAINTEXT);
    JsonObject signed = Forge.json(Forge.sign(ALICE, ALICE.signingKid(), header, payload, 1));
    String signature = signed.objects("signatures").get(0).getString("signature");

    assertThat(BOB.envelopes().unpack(signed.toBytes())).isNotNull();
    for (String spelling : spellings(header)) {
      Refusals.assertMalformed(BOB, Forge.sign(ALICE, ALICE.signingKid(), spelling, payload, 1));
    }
    for (String spelling : spellings(payload)) {
      Refusals.refusal(BOB, Forge.sign(ALICE, ALICE.signingKid(), header, spelling, 1));
    }
    for (String spelling : spellings(signature)) {
      Refusals.assertMalformed(
          BOB, Forge.withInFirst(signed, "signatures", "signature", spelling).toBytes());
    }
  }

  /** Texts that a lenient decoder would take for the same bytes, or nearly so. */
  private static List<String> spellings(String text) {
    int middle = text.length() / 2;
    String front = text.substring(0, middle);
    String back = text.substring(middle);
    List<String> spellings =
        new ArrayList<>(
            List.of(
                text + "=",
                text + "==",
                text + "\n",
                ' ' + text,
                front + "\r\n" + back,
                front + '.' + back,
                front + '+' + back.substring(1),
                front + '/' + back.substring(1)));
    char last = text.charAt(text.length() - 1);
    boolean bitsUnused = text.length() % 4 != 0;
    spellings.add(
        bitsUnused
            ? text.substring(0, text.length() - 1) + ALPHABET.charAt(ALPHABET.indexOf(last) ^ 1)
            : text + 'A');
    return spellings;
  }
}
