package org.entente.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

final class ManualClockTest {
  @Test
  void itStandsStillUntilItIsMoved() {
    ManualClock clock = new ManualClock();

    assertThat(clock.instant()).isEqualTo(ManualClock.START);
    assertThat(clock.advance(Duration.ofHours(1))).isEqualTo(ManualClock.START.plusSeconds(3600));
    clock.set(ManualClock.START.plusSeconds(5));
    assertThat(clock.millis()).isEqualTo(ManualClock.START.toEpochMilli() + 5000);
  }

  @Test
  void whenItIsSetNoTimeGoesBy() {
    ManualClock clock = new ManualClock();

    clock.advance(Duration.ofSeconds(1));
    assertThat(clock.jump(Duration.ofDays(-1)))
        .isEqualTo(ManualClock.START.plusSeconds(1).minus(Duration.ofDays(1)));
    clock.set(ManualClock.START.plusSeconds(5));
    clock.advance(Duration.ofSeconds(2));

    assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(3));
    assertThat(clock.instant()).isEqualTo(ManualClock.START.plusSeconds(7));
  }

  @Test
  void timeDoesNotGoBack() {
    ManualClock clock = new ManualClock();

    assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aViewFromAnotherZoneMovesWithIt() {
    ManualClock clock = new ManualClock();
    Clock tokyo = clock.withZone(ZoneId.of("Asia/Tokyo"));

    clock.advance(Duration.ofDays(1));

    assertThat(tokyo.instant()).isEqualTo(clock.instant());
    assertThat(tokyo.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
  }
}
