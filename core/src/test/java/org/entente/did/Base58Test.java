package org.entente.did;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base58Test {
  @ParameterizedTest
  @CsvSource({
    "Hello World!,2NEpo7TZRRrLZSi2U",
    "The quick brown fox jumps over the lazy dog.,"
        + "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"
  })
  void theExamplesOfTheInternetDraftAreMet(String text, String encoded) {
    assertThat(Base58.encode(text.getBytes(US_ASCII))).isEqualTo(encoded);
    assertThat(Base58.decode(encoded))
        .hasValueSatisfying(bytes -> assertThat(bytes).asString(US_ASCII).isEqualTo(text));
  }

  @Test
  void leadingZerosAreKept() {
    byte[] bytes = {0, 0, 0x28, 0x7f, (byte) 0xb4, (byte) 0xcd};

    assertThat(Base58.encode(bytes)).isEqualTo("11233QC4");
    assertThat(Base58.decode("11233QC4")).contains(bytes);
    assertThat(Base58.encode(new byte[3])).isEqualTo("111");
    assertThat(Base58.decode("")).contains(new byte[0]);
  }

  @Test
  void whateverIsEncodedIsDecodedAgain() {
    Random random = new Random(58);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);

      assertThat(Base58.decode(Base58.encode(bytes))).contains(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "O", "I", "l", "a-b", " a", "a\n", "é", "\uD83D\uDE00"})
  void aCharacterOutsideTheAlphabetIsRefused(String text) {
    assertThat(Base58.decode(text)).isEmpty();
  }
}
