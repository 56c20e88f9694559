package org.entente.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deriving takes half a second, so the tests that derive are few. */
class PassphraseProtectorTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @Test
  void theRightPassphraseOpensAndAWrongOneIsAClearError() {
    char[] passphrase = "pässword".toCharArray();
    KeyProtector protector = KeyProtector.passphrase(passphrase, RANDOM);
    Arrays.fill(passphrase, ' ');
    Secret dataKey = Secret.copyOf(new byte[32]);

    SealedBytes wrapped = protector.protect(dataKey);

    assertThat(protector.unprotect(wrapped)).isEqualTo(dataKey);
    KeyProtector wrong = KeyProtector.passphrase("passw0rd".toCharArray(), RANDOM);
    assertThatExceptionOfType(WrongKeyException.class)
        .isThrownBy(() -> wrong.unprotect(wrapped))
        .withMessageContaining("wrong passphrase")
        .withMessageNotContaining("passw0rd")
        .withNoCause();
    assertThat(wrapped.toBytes()).startsWith('P', 17, 8, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "16,8,1", "21,8,1", "31,8,1", "-1,8,1", "17,1,1", "17,9,1", "17,-8,1", "17,8,0", "17,8,5",
    "17,8,-1"
  })
  void parametersOutOfBoundsAreRefusedBeforeAnythingIsDerived(int logN, int r, int p) {
    byte[] wrapped = new byte[100];
    wrapped[0] = 'P';
    wrapped[1] = (byte) logN;
    wrapped[2] = (byte) r;
    wrapped[3] = (byte) p;

    assertThatExceptionOfType(WrongKeyException.class)
        .isThrownBy(() -> protector().unprotect(SealedBytes.of(wrapped)))
        .withMessageContaining("out of bounds");
  }

  @Test
  void whatAnotherProtectorSealedIsRefusedWithTheRemedy() {
    KeyProtector raw = KeyProtector.key(Secret.takeOver(new byte[32]), RANDOM);
    SealedBytes wrapped = raw.protect(Secret.takeOver(new byte[32]));

    assertThatExceptionOfType(WrongKeyException.class)
        .isThrownBy(() -> protector().unprotect(wrapped))
        .withMessageContaining("give its key");
    assertThatExceptionOfType(WrongKeyException.class)
        .isThrownBy(() -> raw.unprotect(SealedBytes.of(new byte[] {'P', 17, 8, 1})))
        .withMessageContaining("give its passphrase");
    assertThatExceptionOfType(WrongKeyException.class)
        .isThrownBy(() -> protector().unprotect(SealedBytes.of(new byte[] {'P', 17, 8, 1})));
  }

  @Test
  void anEmptyPassphraseIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyProtector.passphrase(new char[0], RANDOM));
  }

  private static KeyProtector protector() {
    return KeyProtector.passphrase("x".toCharArray(), RANDOM);
  }
}
