package org.entente.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "2, 2",
    "3, 4",
    "5, 16",
    "12, 2048",
    "13, 3600",
    "14, 3600",
    "63, 3600",
    "64, 3600",
    "2147483647, 3600"
  })
  void aWaitDoublesFromASecondToAnHourAndIsAFifthMoreOrLess(int attempts, long seconds) {
    for (long seed = 0; seed < 1000; seed++) {
      Duration wait = new Backoff(new Seeded(seed)).after(attempts);

      assertThat(wait)
          .as("seed %d", seed)
          .isBetween(Duration.ofMillis(seconds * 800), Duration.ofMillis(seconds * 1200));
    }
  }

  @Test
  void theJitterFillsItsRange() {
    Backoff backoff = new Backoff(new Seeded(7));
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      waits.add(backoff.after(1).toMillis());
    }

    assertThat(waits).as("seed 7").anyMatch(wait -> wait < 820).anyMatch(wait -> wait > 1180);
    assertThat(new HashSet<>(waits)).hasSizeGreaterThan(200);
    assertThat(waits.stream().mapToLong(Long::longValue).average().orElseThrow())
        .isBetween(980.0, 1020.0);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 42})
  void theSameSeedGivesTheSameWaits(long seed) {
    Backoff one = new Backoff(new Seeded(seed));
    Backoff other = new Backoff(new Seeded(seed));

    for (int attempts = 1; attempts < 20; attempts++) {
      assertThat(one.after(attempts)).isEqualTo(other.after(attempts));
    }
  }

  /** Repeatable, which the JDK's own is not. */
  private static final class Seeded extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final Random random;

    Seeded(long seed) {
      this.random = new Random(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
      random.nextBytes(bytes);
    }
  }
}
