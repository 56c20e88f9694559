package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.entente.Vectors;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;

/**
 * Project Wycheproof's keys and IVs of lengths that an {@code enc} does not have, in whole
 * envelopes. Where the cipher itself takes them, the envelope would open but for its length.
 */
class WycheproofLengthsTest {
  private static final Peer ALICE = Peer.named("alice");
  private static final Peer BOB = Peer.named("bob");
  private static final byte[] PLAINTEXT = Plaintexts.bytes(ALICE, BOB);

  @Test
  void aesGcm() {
    Map<String, byte[]> envelopes = new HashMap<>();
    int opened = 0;
    int refused = 0;
    for (JsonObject group : Vectors.wycheproof("aes_gcm_test.json").objects("testGroups")) {
      for (JsonObject test : group.objects("tests")) {
        // the JDK does not encrypt twice in a row with one key and IV, which several tests have
        byte[] packed =
            envelopes.computeIfAbsent(
                test.getString("key") + ' ' + test.getString("iv"),
                pair -> aesGcm(hex(test, "key"), hex(test, "iv")));
        if (group.getInteger("ivSize") != 96) {
          Refusals.assertMalformed(BOB, packed);
          refused++;
        } else if (group.getInteger("keySize") != 256) {
          Refusals.assertUndecryptable(BOB, packed);
          refused++;
        } else {
          assertThat(BOB.envelopes().unpack(packed).protection().isEncrypted()).isTrue();
          opened++;
        }
      }
    }
    System.out.printf(
        "Wycheproof aes_gcm_test.json, lengths: %d opened, %d refused%n", opened, refused);
    assertThat(opened).isEqualTo(66);
    assertThat(refused).isEqualTo(250);
  }

  @Test
  void xChaCha20Poly1305() {
    int refused = 0;
    for (JsonObject group :
        Vectors.wycheproof("xchacha20_poly1305_test.json").objects("testGroups")) {
      for (JsonObject test : group.objects("tests")) {
        if (group.getInteger("ivSize") != 192) {
          byte[] iv = hex(test, "iv");
          Forge forge = Forge.anoncrypt(BOB).enc(ContentEncryption.XC20P);
          forge.content(hex(test, "key"), Arrays.copyOf(iv, 24));
          Refusals.assertMalformed(BOB, withIv(forge, iv).seal(PLAINTEXT));
          refused++;
        }
      }
    }
    System.out.printf("Wycheproof xchacha20_poly1305_test.json, lengths: %d refused%n", refused);
    assertThat(refused).isEqualTo(9);
  }

  private static byte[] aesGcm(byte[] key, byte[] iv) {
    Forge forge = Forge.anoncrypt(BOB).enc(ContentEncryption.A256GCM);
    // the JDK takes an IV of any length but this one
    return iv.length == 0
        ? withIv(forge, iv).seal(PLAINTEXT)
        : forge.content(key, iv).seal(PLAINTEXT);
  }

  private static Forge withIv(Forge forge, byte[] iv) {
    return forge.envelope(json -> Forge.with(json, "iv", Base64Url.encode(iv)));
  }

  private static byte[] hex(JsonObject json, String name) {
    return HexFormat.of().parseHex(json.getString(name));
  }
}
