package org.entente.examples.agentserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {
  private static final long SECOND = 1_000_000_000;

  private final RateLimit limit = new RateLimit(2, 3);

  @Test
  void aFewPassAtOnceAndThenSoManyInASecond() {
    for (int i = 0; i < 3; i++) {
      assertThat(limit.allows("a", 0)).isTrue();
    }
    assertThat(limit.allows("a", 0)).isFalse();
    assertThat(limit.allows("a", SECOND / 2)).isTrue();
    assertThat(limit.allows("a", SECOND / 2)).isFalse();
    for (int i = 0; i < 3; i++) {
      assertThat(limit.allows("a", 9 * SECOND)).isTrue();
    }
    assertThat(limit.allows("a", 9 * SECOND)).isFalse();
  }

  @Test
  void oneAddressTakesNothingFromAnother() {
    for (int i = 0; i < 4; i++) {
      var unused = limit.allows("a", 0);
    }

    assertThat(limit.allows("b", 0)).isTrue();
  }

  @Test
  void whatIsRefusedCostsNothing() {
    for (int i = 0; i < 100; i++) {
      var unused = limit.allows("a", 0);
    }

    assertThat(limit.allows("a", SECOND / 2)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "[2001:db8:1:2:3:4:5:6], 2001:db8:1:2",
    "2001:db8:1:2:0:0:0:1, 2001:db8:1:2",
    "[::1], ::1]"
  })
  void anIpv6AddressIsOneOfMany(String address, String network) {
    assertThat(Guard.network(address)).isEqualTo(network);
  }
}
