package org.entente.keys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SealedBytesTest {
  @Test
  void itIsWhatAStorageGaveAndNothingChangesIt() {
    byte[] bytes = {1, 2, 3};
    SealedBytes sealed = SealedBytes.of(bytes);

    bytes[0] = 9;
    sealed.toBytes()[1] = 9;

    assertThat(sealed.toBytes()).containsExactly(1, 2, 3);
    assertThat(sealed)
        .isEqualTo(SealedBytes.of(new byte[] {1, 2, 3}))
        .isNotEqualTo(SealedBytes.of(new byte[] {1, 2}));
    assertThat(sealed).hasToString("SealedBytes(3 bytes)");
  }
}
