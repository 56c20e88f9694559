package org.entente.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import org.junit.jupiter.api.Test;

/** Secrets show nothing of themselves (threat model S64). */
class SecretTest {
  @Test
  void itShowsNeitherContentNorLength() {
    Secret secret = Secret.copyOf(new byte[] {77, 78, 79});

    assertThat(secret).hasToString("Secret(redacted)");
    assertThat(secret).hasSameHashCodeAs(Secret.copyOf(new byte[] {1}));
    assertThat(secret).isNotInstanceOf(Serializable.class);
  }

  @Test
  void twoAreEqualIfTheirBytesAre() {
    assertThat(Secret.copyOf(new byte[] {1, 2})).isEqualTo(Secret.copyOf(new byte[] {1, 2}));
    assertThat(Secret.copyOf(new byte[] {1, 2})).isNotEqualTo(Secret.copyOf(new byte[] {1, 3}));
    assertThat(Secret.copyOf(new byte[] {1, 2})).isNotEqualTo(Secret.copyOf(new byte[] {1}));
  }

  @Test
  void closingClearsTheBytes() {
    byte[] bytes = {1, 2, 3};
    Secret secret = Secret.takeOver(bytes);

    secret.close();

    assertThat(bytes).containsOnly(0);
    assertThat(secret.expose()).containsOnly(0);
  }

  @Test
  void aCopyLeavesTheCallersArrayAlone() {
    byte[] bytes = {1, 2, 3};

    Secret.copyOf(bytes).close();

    assertThat(bytes).containsExactly(1, 2, 3);
  }
}
