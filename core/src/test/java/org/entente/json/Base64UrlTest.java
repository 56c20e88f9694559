package org.entente.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import org.entente.exception.InvalidMessageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One value has one spelling (RFC 7515 §2; threat model S13). */
class Base64UrlTest {
  @ParameterizedTest
  @CsvSource({
    "'',''",
    "f,Zg",
    "fo,Zm8",
    "foo,Zm9v",
    "foob,Zm9vYg",
    "fooba,Zm9vYmE",
    "foobar,Zm9vYmFy"
  })
  void theVectorsOfRfc4648AreMetWithoutPadding(String text, String encoded) {
    assertThat(Base64Url.encode(text.getBytes(US_ASCII))).isEqualTo(encoded);
    assertThat(Base64Url.decode(encoded)).asString(US_ASCII).isEqualTo(text);
  }

  @Test
  void theExampleOfRfc7515AppendixCIsMet() {
    byte[] octets = {3, (byte) 236, (byte) 255, (byte) 224, (byte) 193};

    assertThat(Base64Url.encode(octets)).isEqualTo("A-z_4ME");
    assertThat(Base64Url.decode("A-z_4ME")).isEqualTo(octets);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "QUJ", "QR", "Zg==", "Zm8=", "Zm9v=", "=", "====", "Z", "Zm9vY", "Zm 9v", "Zm9v\n",
        "\nZm9v", "+w", "/w", "Zm9.", "Zé", "Zm\0v"
      })
  void anotherSpellingIsRefused(String text) {
    assertThatExceptionOfType(InvalidMessageException.class)
        .isThrownBy(() -> Base64Url.decode(text))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(InvalidMessageException.Kind.MALFORMED));
  }

  @Test
  void whateverDecodesIsEncodedAsItWas() {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=";
    Random random = new Random(64);
    int decoded = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(8); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        assertThat(Base64Url.encode(Base64Url.decode(text.toString()))).isEqualTo(text.toString());
        decoded++;
      } catch (InvalidMessageException e) {
        assertThat(e.kind()).isEqualTo(InvalidMessageException.Kind.MALFORMED);
      }
    }
    assertThat(decoded).isGreaterThan(1_000);
  }
}
