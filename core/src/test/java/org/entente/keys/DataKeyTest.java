package org.entente.keys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Values are sealed for one place, and open nowhere else (threat model S61, S62). */
class DataKeyTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] CANARY = "canary-5d1f".getBytes(UTF_8);

  private final DataKey key = DataKey.generate(RANDOM);

  @Test
  void whatIsSealedOpensAtItsPlace() {
    SealedBytes sealed = key.seal("wallet", "key", "1", CANARY);

    assertThat(key.open("wallet", "key", "1", sealed)).isEqualTo(CANARY);
    assertThat(new String(sealed.toBytes(), ISO_8859_1)).doesNotContain("canary");
    assertThat(key.open("", "", "", key.seal("", "", "", new byte[0]))).isEmpty();
  }

  @Test
  void whatIsMovedToAnotherPlaceDoesNotOpen() {
    SealedBytes sealed = key.seal("wallet", "key", "1", CANARY);

    assertRefused(() -> key.open("other", "key", "1", sealed));
    assertRefused(() -> key.open("wallet", "body", "1", sealed));
    assertRefused(() -> key.open("wallet", "key", "2", sealed));
  }

  @Test
  void noTwoPlacesRunIntoOneAnother() {
    SealedBytes sealed = key.seal("ab", "c", "d", CANARY);

    assertRefused(() -> key.open("a", "bc", "d", sealed));
    assertRefused(() -> key.open("abc", "", "d", sealed));
    assertRefused(() -> key.open("ab", "cd", "", sealed));
  }

  @Test
  void twoSwappedValuesDoNotOpen() {
    SealedBytes one = key.seal("wallet", "key", "1", CANARY);
    SealedBytes two = key.seal("wallet", "key", "2", CANARY);

    assertRefused(() -> key.open("wallet", "key", "1", two));
    assertRefused(() -> key.open("wallet", "key", "2", one));
  }

  @Test
  void aValueWithAnyByteChangedOrCutOffDoesNotOpen() {
    byte[] sealed = key.seal("wallet", "key", "1", CANARY).toBytes();

    for (int i = 0; i < sealed.length; i++) {
      byte[] altered = sealed.clone();
      altered[i] ^= 1;
      byte[] cut = Arrays.copyOf(sealed, i);
      assertRefused(() -> key.open("wallet", "key", "1", SealedBytes.of(altered)));
      assertRefused(() -> key.open("wallet", "key", "1", SealedBytes.of(cut)));
    }
  }

  @Test
  void anotherKeyOpensNothing() {
    SealedBytes sealed = key.seal("wallet", "key", "1", CANARY);

    assertRefused(() -> DataKey.generate(RANDOM).open("wallet", "key", "1", sealed));
  }

  @Test
  void aClosedKeyOpensNothing() {
    SealedBytes sealed = key.seal("wallet", "key", "1", CANARY);

    key.close();

    assertRefused(() -> key.open("wallet", "key", "1", sealed));
  }

  @Test
  void noValueIsSealedTwiceAlike() {
    Set<SealedBytes> sealed = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      sealed.add(key.seal("wallet", "key", "1", CANARY));
    }

    assertThat(sealed).hasSize(1_000);
  }

  @Test
  void itShowsNothing() {
    assertThat(key).hasToString("DataKey(redacted)");
  }

  private static void assertRefused(ThrowingCallable open) {
    assertThatExceptionOfType(WrongKeyException.class)
        .isThrownBy(open)
        .withMessageNotContaining("canary")
        .withNoCause();
  }
}
