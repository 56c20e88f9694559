package org.entente.examples.agentserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long SECOND = 1_000_000_000;

  private final RateLimit limit = new RateLimit(2, 3);

  @Test
  void aFewPassAtOnceAndThenSoManyInASecond() {
    for (int i = 0; i < 3; i++) {
      assertThat(limit.allows("a", 1, 0)).isTrue();
    }
    assertThat(limit.allows("a", 1, 0)).isFalse();
    assertThat(limit.allows("a", 1, SECOND / 2)).isTrue();
    assertThat(limit.allows("a", 1, SECOND / 2)).isFalse();
    assertThat(limit.allows("a", 3, 9 * SECOND)).isTrue();
    assertThat(limit.allows("a", 1, 9 * SECOND)).isFalse();
  }

  @Test
  void oneAddressTakesNothingFromAnother() {
    assertThat(limit.allows("a", 3, 0)).isTrue();

    assertThat(limit.allows("b", 3, 0)).isTrue();
  }

  @Test
  void whatIsRefusedCostsNothing() {
    assertThat(limit.allows("a", 4, 0)).isFalse();
    assertThat(limit.allows("a", 3, 0)).isTrue();
  }
}
