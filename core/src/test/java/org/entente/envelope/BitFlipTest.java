package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No bit of an envelope can be changed unnoticed, or make anything but a refusal of it. */
class BitFlipTest {
  private static final Peer ALICE = Peer.named("alice");
  private static final Peer BOB = Peer.named("bob");
  private static final byte[] PLAINTEXT = Plaintexts.bytes(ALICE, BOB);

  @ParameterizedTest
  @ValueSource(strings = {"tag", "iv", "ciphertext"})
  void everyBitOfAnAuthenticatedEnvelopeCounts(String name) {
    assertEveryBitCounts(Forge.authcrypt(ALICE, BOB).seal(PLAINTEXT), name);
  }

  @ParameterizedTest
  @EnumSource
  void everyBitOfAnAnonymousEnvelopeCounts(ContentEncryption enc) {
    byte[] packed = Forge.anoncrypt(BOB).enc(enc).seal(PLAINTEXT);

    assertEveryBitCounts(packed, "tag");
    assertEveryBitCounts(packed, "iv");
    assertEveryBitCounts(packed, "ciphertext");
  }

  @Test
  void everyBitOfAWrappedKeyCounts() {
    JsonObject packed = Forge.json(Forge.authcrypt(ALICE, BOB).seal(PLAINTEXT));
    String key = packed.objects("recipients").get(0).getString("encrypted_key");

    assertEveryBitCounts(
        key, spelling -> Forge.withInFirst(packed, "recipients", "encrypted_key", spelling));
  }

  @Test
  void everyBitOfTheTextOfAnEncryptedEnvelopeIsRefusedOnItsOwn() {
    assertEveryFlipIsRefused(Forge.authcrypt(ALICE, BOB).seal(PLAINTEXT));
  }

  @Test
  void everyBitOfTheTextOfASignedEnvelopeIsRefusedOnItsOwn() {
    assertEveryFlipIsRefused(Forge.sign(ALICE, PLAINTEXT));
  }

  @Test
  void anythingAtAllIsEitherReadOrRefused() {
    long seed = Peer.RANDOM.nextLong();
    Random random = new Random(seed);
    byte[] packed = Forge.authcrypt(ALICE, BOB).seal(PLAINTEXT);
    Envelopes bob = BOB.envelopes();

    for (int round = 0; round < 5_000; round++) {
      byte[] changed = packed.clone();
      for (int i = random.nextInt(8); i >= 0; i--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(128);
      }
      if (!Arrays.equals(changed, packed)) {
        assertThat(Refusals.refusal(bob, changed)).as("seed %d", seed).isNotNull();
      }
    }
  }

  private static void assertEveryBitCounts(byte[] packed, String name) {
    JsonObject json = Forge.json(packed);
    assertEveryBitCounts(json.getString(name), spelling -> Forge.with(json, name, spelling));
  }

  private static void assertEveryBitCounts(String base64Url, Function<String, JsonObject> changed) {
    byte[] bytes = Base64Url.decode(base64Url);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = flip(bytes, bit);
      Refusals.assertUndecryptable(BOB, changed.apply(Base64Url.encode(flipped)).toBytes());
    }
  }

  private static void assertEveryFlipIsRefused(byte[] packed) {
    Envelopes bob = BOB.envelopes();
    for (int bit = 0; bit < packed.length * 8; bit++) {
      assertThat(Refusals.refusal(bob, flip(packed, bit))).as("bit %d", bit).isNotNull();
    }
  }

  private static byte[] flip(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / 8] ^= (byte) (1 << (bit % 8));
    return flipped;
  }
}
