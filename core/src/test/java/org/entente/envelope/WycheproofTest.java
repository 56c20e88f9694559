package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.BiConsumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.entente.Vectors;
import org.entente.did.Curve;
import org.entente.did.PublicJwk;
import org.entente.envelope.ContentEncryption.Encrypted;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.entente.keys.Secret;
import org.junit.jupiter.api.Test;

/** Project Wycheproof, through the classes that do the work; its README fixes the policies. */
class WycheproofTest {
  private String file = "";
  private int run;
  private int skipped;

  @Test
  void a256CbcHs512() {
    forEach(
        "a256cbc_hs512_test.json", (group, test) -> content(ContentEncryption.A256CBC_HS512, test));

    assertCounts(94, 0, "");
  }

  @Test
  void xChaCha20Poly1305() {
    forEach(
        "xchacha20_poly1305_test.json",
        (group, test) -> {
          if (group.getInteger("ivSize") == 192) {
            content(ContentEncryption.XC20P, test);
          } else {
            skipped++;
          }
        });

    assertCounts(306, 9, "refused for the length of the nonce: WycheproofLengthsTest");
  }

  @Test
  void chaCha20Poly1305() {
    forEach(
        "chacha20_poly1305_test.json",
        (group, test) -> {
          if (group.getInteger("ivSize") == 96) {
            content(
                AeadCipher.CHACHA20_POLY1305::encrypt, AeadCipher.CHACHA20_POLY1305::decrypt, test);
          } else {
            skipped++;
          }
        });

    assertCounts(316, 9, "HChaCha20 always makes a nonce of 96 bits for it");
  }

  @Test
  void aesGcm() {
    forEach(
        "aes_gcm_test.json",
        (group, test) -> {
          if (group.getInteger("keySize") == 256
              && group.getInteger("ivSize") == 96
              && group.getInteger("tagSize") == 128) {
            content(ContentEncryption.A256GCM, test);
          } else {
            skipped++;
          }
        });

    assertCounts(66, 250, "refused for the length of key or IV: WycheproofLengthsTest");
  }

  @Test
  void hmacSha512() {
    forEach(
        "hmac_sha512_test.json",
        (group, test) -> {
          run++;
          byte[] mac =
              unchecked(
                  () -> {
                    Mac hmac = Jca.hmacSha512();
                    hmac.init(new SecretKeySpec(hex(test, "key"), "HmacSHA512"));
                    Chunked.update(hmac, hex(test, "msg"));
                    return hmac.doFinal();
                  });
          byte[] truncated = Arrays.copyOf(mac, (int) (group.getInteger("tagSize") / 8));
          assertThat(MessageDigest.isEqual(truncated, hex(test, "tag")))
              .as(label(test))
              .isEqualTo(isValid(test));
        });

    assertCounts(174, 0, "");
  }

  @Test
  void aesKeyWrap() {
    forEach(
        "aes_wrap_test.json",
        (group, test) -> {
          if (group.getInteger("keySize") != 256) {
            skipped++;
            return;
          }
          run++;
          byte[] kek = hex(test, "key");
          if (isValid(test)) {
            assertThat(unchecked(() -> AesKeyWrap.wrap(kek, hex(test, "msg"))))
                .isEqualTo(hex(test, "ct"));
            assertThat(unchecked(() -> AesKeyWrap.unwrap(kek, hex(test, "ct"))))
                .isEqualTo(hex(test, "msg"));
          } else {
            assertRefused(test, () -> AesKeyWrap.unwrap(kek, hex(test, "ct")));
          }
        });

    assertCounts(68, 97, "Concat KDF always makes a key of 256 bits for it");
  }

  @Test
  void x25519() {
    forEach(
        "x25519_test.json",
        (group, test) -> {
          run++;
          Secret ours = Secret.takeOver(hex(test, "private"));
          PublicJwk theirs = PublicJwk.of(Curve.X25519, hex(test, "public"));
          if (test.strings("flags").contains("ZeroSharedSecret")) {
            assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> Peer.ARITHMETIC.agree(ours, theirs));
          } else {
            assertThat(Peer.ARITHMETIC.agree(ours, theirs).expose()).isEqualTo(hex(test, "shared"));
          }
        });

    assertCounts(518, 0, "");
  }

  @Test
  void ed25519() {
    forEach(
        "ed25519_test.json",
        (group, test) -> {
          run++;
          PublicJwk key = PublicJwk.of(Curve.ED25519, hex(group.getObject("publicKey"), "pk"));
          assertThat(Peer.ARITHMETIC.verify(key, hex(test, "msg"), hex(test, "sig")))
              .as(label(test))
              .isEqualTo(isValid(test));
        });

    assertCounts(151, 0, "");
  }

  private interface Encrypting {
    Encrypted encrypt(byte[] key, byte[] iv, byte[] aad, byte[] plaintext)
        throws GeneralSecurityException;
  }

  private interface Decrypting {
    byte[] decrypt(byte[] key, byte[] iv, byte[] aad, Encrypted encrypted)
        throws GeneralSecurityException;
  }

  private void content(ContentEncryption enc, JsonObject test) {
    content(enc::encrypt, enc::decrypt, test);
  }

  private void content(Encrypting encrypting, Decrypting decrypting, JsonObject test) {
    run++;
    byte[] cek = hex(test, "key");
    byte[] iv = hex(test, "iv");
    byte[] aad = hex(test, "aad");
    Encrypted encrypted = new Encrypted(hex(test, "ct"), hex(test, "tag"));
    if (isValid(test)) {
      Encrypted ours = unchecked(() -> encrypting.encrypt(cek, iv, aad, hex(test, "msg")));
      assertThat(ours.ciphertext()).as(label(test)).isEqualTo(encrypted.ciphertext());
      assertThat(ours.tag()).as(label(test)).isEqualTo(encrypted.tag());
      assertThat(unchecked(() -> decrypting.decrypt(cek, iv, aad, encrypted)))
          .isEqualTo(hex(test, "msg"));
    } else {
      assertRefused(test, () -> decrypting.decrypt(cek, iv, aad, encrypted));
    }
  }

  private void forEach(String file, BiConsumer<JsonObject, JsonObject> check) {
    this.file = file;
    for (JsonObject group : Vectors.wycheproof(file).objects("testGroups")) {
      for (JsonObject test : group.objects("tests")) {
        check.accept(group, test);
      }
    }
  }

  private void assertCounts(int run, int skipped, String reason) {
    System.out.println(
        "Wycheproof "
            + file
            + ": "
            + this.run
            + " run, "
            + this.skipped
            + " skipped"
            + (reason.isEmpty() ? "" : " (" + reason + ")"));
    assertThat(this.run).isEqualTo(run);
    assertThat(this.skipped).isEqualTo(skipped);
  }

  private static void assertRefused(JsonObject test, ThrowingCallable call) {
    assertThatExceptionOfType(GeneralSecurityException.class).as(label(test)).isThrownBy(call);
  }

  private static boolean isValid(JsonObject test) {
    return test.getString("result").equals("valid");
  }

  private static String label(JsonObject test) {
    return "tcId " + test.getInteger("tcId") + ' ' + test.getString("comment");
  }

  private static byte[] hex(JsonObject json, String name) {
    return HexFormat.of().parseHex(json.getString(name));
  }

  private interface Call<T> {
    T get() throws GeneralSecurityException;
  }

  private static <T> T unchecked(Call<T> call) {
    try {
      return call.get();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
