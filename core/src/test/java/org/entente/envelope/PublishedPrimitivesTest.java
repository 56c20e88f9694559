package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.entente.envelope.ContentEncryption.Encrypted;
import org.entente.json.Base64Url;
import org.junit.jupiter.api.Test;

/** The examples in the standards that the classes of this package stand for. */
class PublishedPrimitivesTest {
  @Test
  void concatKdfIsThatOfRfc7518AppendixC() {
    byte[] z = Base64Url.decode("nlbZHYFxNdNyg0KDv4QmnPsxbqPagGpI9tqneYz-kMQ");

    byte[] otherInfo = ConcatKdf.otherInfo("A128GCM", ascii("Alice"), ascii("Bob"), 128, null);
    byte[] derived = Arrays.copyOf(ConcatKdf.round(z, otherInfo), 16);

    assertThat(hex(otherInfo))
        .isEqualTo("000000074131323847434d00000005416c69636500000003426f6200000080");
    assertThat(Base64Url.encode(derived)).isEqualTo("VqqN6vgjbSBcIijNcacQGg");
  }

  @Test
  void keyWrapIsThatOfRfc3394Section46() throws Exception {
    byte[] kek = bytes("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    byte[] key = bytes("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f");

    byte[] wrapped = AesKeyWrap.wrap(kek, key);

    assertThat(hex(wrapped))
        .isEqualTo(
            "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21");
    assertThat(AesKeyWrap.unwrap(kek, wrapped)).isEqualTo(key);
  }

  @Test
  void a256CbcHs512IsThatOfRfc7518AppendixB3() throws Exception {
    byte[] k = new byte[64];
    for (int i = 0; i < k.length; i++) {
      k[i] = (byte) i;
    }
    byte[] p =
        ascii(
            "A cipher system must not be required to be secret, and it must be able to fall into"
                + " the hands of the enemy without inconvenience");
    byte[] iv = bytes("1af38c2dc2b96ffdd86694092341bc04");
    byte[] a = ascii("The second principle of Auguste Kerckhoffs");

    Encrypted encrypted = A256CbcHs512.encrypt(k, iv, a, p);

    assertThat(hex(encrypted.ciphertext()))
        .isEqualTo(
            "4affaaadb78c31c5da4b1b590d10ffbd3dd8d5d302423526912da037ecbcc7bd"
                + "822c301dd67c373bccb584ad3e9279c2e6d12a1374b77f077553df829410446b"
                + "36ebd97066296ae6427ea75c2e0846a11a09ccf5370dc80bfecbad28c73f09b3"
                + "a3b75e662a2594410ae496b2e2e6609e31e6e02cc837f053d21f37ff4f51950b"
                + "be2638d09dd7a4930930806d0703b1f6");
    assertThat(hex(encrypted.tag()))
        .isEqualTo("4dd3b4c088a7f45c216839645b2012bf2e6269a8c56a816dbc1b267761955bc5");
    assertThat(A256CbcHs512.decrypt(k, iv, a, encrypted)).isEqualTo(p);
  }

  @Test
  void hChaCha20IsThatOfTheXChaChaDraftSection221() {
    byte[] key = bytes("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    byte[] nonce = bytes("000000090000004a0000000031415927");

    assertThat(hex(HChaCha20.subkey(key, nonce)))
        .isEqualTo("82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc");
  }

  @Test
  void xc20pIsThatOfTheXChaChaDraftAppendixA31() throws Exception {
    byte[] cek = bytes("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
    byte[] iv = bytes("404142434445464748494a4b4c4d4e4f5051525354555657");
    byte[] aad = bytes("50515253c0c1c2c3c4c5c6c7");
    byte[] plaintext =
        ascii(
            "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the"
                + " future, sunscreen would be it.");

    Encrypted encrypted = ContentEncryption.XC20P.encrypt(cek, iv, aad, plaintext);

    assertThat(hex(encrypted.ciphertext()))
        .isEqualTo(
            "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
                + "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
                + "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
                + "21f9664c97637da9768812f615c68b13b52e");
    assertThat(hex(encrypted.tag())).isEqualTo("c0875924c1c7987947deafd8780acf49");
    assertThat(ContentEncryption.XC20P.decrypt(cek, iv, aad, encrypted)).isEqualTo(plaintext);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
