package org.entente.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadIdTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "a743702a-13cc-4026-b35e-4ce4a426d636", "A.b_c~d-9"})
  void unreservedCharactersAreTaken(String text) {
    assertThat(ThreadId.parse(text)).contains(new ThreadId(text));
    assertThat(new ThreadId(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a/b", "a#b", "a\n", "é", "a\0", "<script>", "a%20"})
  void anythingElseIsRefused(String text) {
    assertThat(ThreadId.parse(text)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new ThreadId(text));
  }

  @Test
  void the128thCharacterIsTheLast() {
    assertThat(ThreadId.parse("x".repeat(128))).isPresent();
    assertThat(ThreadId.parse("x".repeat(129))).isEmpty();
  }
}
