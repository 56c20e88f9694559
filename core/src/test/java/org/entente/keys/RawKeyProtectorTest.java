package org.entente.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class RawKeyProtectorTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeyProtector protector = KeyProtector.key(randomKey(), RANDOM);
  private final DataKey dataKey = DataKey.generate(RANDOM);

  @Test
  void aStoresKeyOpensAgain() {
    SealedBytes wrapped = dataKey.wrap(protector);

    DataKey opened = DataKey.unwrap(wrapped, protector, RANDOM);

    SealedBytes sealed = dataKey.seal("w", "k", "1", new byte[] {7});
    assertThat(opened.open("w", "k", "1", sealed)).containsExactly(7);
  }

  @Test
  void anotherKeyIsRefused() {
    SealedBytes wrapped = dataKey.wrap(protector);
    KeyProtector other = KeyProtector.key(randomKey(), RANDOM);

    assertThatExceptionOfType(WrongKeyException.class)
        .isThrownBy(() -> DataKey.unwrap(wrapped, other, RANDOM));
  }

  @Test
  void alteredBytesAreRefused() {
    byte[] wrapped = dataKey.wrap(protector).toBytes();
    for (int i = 0; i < wrapped.length; i++) {
      byte[] altered = wrapped.clone();
      altered[i] ^= 1;

      assertThatExceptionOfType(WrongKeyException.class)
          .isThrownBy(() -> DataKey.unwrap(SealedBytes.of(altered), protector, RANDOM));
    }
    assertThatExceptionOfType(WrongKeyException.class)
        .isThrownBy(() -> DataKey.unwrap(SealedBytes.of(new byte[0]), protector, RANDOM));
  }

  @Test
  void somethingOtherThanADataKeyIsRefused() {
    SealedBytes wrapped = protector.protect(Secret.takeOver(new byte[16]));

    assertThatExceptionOfType(WrongKeyException.class)
        .isThrownBy(() -> DataKey.unwrap(wrapped, protector, RANDOM))
        .withMessageContaining("wrong length");
  }

  @Test
  void theCallersKeyMayBeClearedAtOnce() {
    Secret mine = randomKey();
    KeyProtector copied = KeyProtector.key(mine, RANDOM);
    SealedBytes wrapped = dataKey.wrap(copied);

    mine.close();

    assertThat(DataKey.unwrap(wrapped, copied, RANDOM)).isNotNull();
  }

  @Test
  void aKeyOfAnotherLengthIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyProtector.key(Secret.takeOver(new byte[16]), RANDOM))
        .withMessageContaining("32 bytes");
  }

  private static Secret randomKey() {
    byte[] key = new byte[32];
    RANDOM.nextBytes(key);
    return Secret.takeOver(key);
  }
}
