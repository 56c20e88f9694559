package org.entente.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.entente.Vectors;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Project Wycheproof, through what seals the store's keys; its README fixes the policies. */
class WycheproofKeysTest {
  @Test
  void aesGcm() {
    int run = 0;
    int skipped = 0;
    for (JsonObject group : Vectors.wycheproof("aes_gcm_test.json").objects("testGroups")) {
      boolean isOurs = group.getInteger("keySize") == 256 && group.getInteger("ivSize") == 96;
      for (JsonObject test : group.objects("tests")) {
        if (isOurs) {
          run++;
          aesGcm(test);
        } else {
          skipped++;
        }
      }
    }
    System.out.printf(
        "Wycheproof aes_gcm_test.json, sealed data: %d run, %d skipped"
            + " (the key has 256 bits and the IV in front 96, whatever is read)%n",
        run, skipped);
    assertThat(run).isEqualTo(66);
    assertThat(skipped).isEqualTo(250);
  }

  @Test
  void hmacSha256() {
    int run = 0;
    for (JsonObject group : Vectors.wycheproof("hmac_sha256_test.json").objects("testGroups")) {
      int tagBytes = (int) (group.getInteger("tagSize") / 8);
      for (JsonObject test : group.objects("tests")) {
        run++;
        // a data key takes all of it; half of the tests have its first 16 bytes only
        byte[] mac = Arrays.copyOf(DataKey.hmac(hex(test, "key"), hex(test, "msg")), tagBytes);
        assertThat(Arrays.equals(mac, hex(test, "tag")))
            .as(label(test))
            .isEqualTo(test.getString("result").equals("valid"));
      }
    }
    System.out.printf("Wycheproof hmac_sha256_test.json: %d run, 0 skipped%n", run);
    assertThat(run).isEqualTo(174);
  }

  private static void aesGcm(JsonObject test) {
    byte[] key = hex(test, "key");
    byte[] aad = hex(test, "aad");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(hex(test, "iv"));
    bytes.writeBytes(hex(test, "ct"));
    bytes.writeBytes(hex(test, "tag"));
    byte[] sealed = bytes.toByteArray();
    if (test.getString("result").equals("valid")) {
      SecureRandom iv = new Fixed(hex(test, "iv"));
      assertThat(AesGcm.open(sealed, 0, key, aad)).as(label(test)).isEqualTo(hex(test, "msg"));
      assertThat(AesGcm.seal(new byte[0], key, aad, hex(test, "msg"), iv))
          .as(label(test))
          .isEqualTo(sealed);
    } else {
      assertThatExceptionOfType(WrongKeyException.class)
          .as(label(test))
          .isThrownBy(() -> AesGcm.open(sealed, 0, key, aad));
    }
  }

  private static String label(JsonObject test) {
    return "tcId " + test.getInteger("tcId") + ' ' + test.getString("comment");
  }

  private static byte[] hex(JsonObject json, String name) {
    return HexFormat.of().parseHex(json.getString(name));
  }

  /** Gives these bytes. */
  private static final class Fixed extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final byte[] bytes;

    Fixed(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] out) {
      System.arraycopy(bytes, 0, out, 0, out.length);
    }
  }
}
