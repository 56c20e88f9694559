package org.entente.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.entente.pipeline.Driver;
import org.junit.jupiter.api.Test;

class ManualDriverTest {
  private final ManualClock clock = new ManualClock();
  private final ManualDriver driver = new ManualDriver(clock);
  private final List<String> done = new ArrayList<>();

  @Test
  void whatIsScheduledGoesByTheTimeThatHasGoneBy() {
    driver.schedule(Duration.ofMinutes(1), () -> done.add("after a minute"));

    clock.jump(Duration.ofDays(1));
    driver.run();
    assertThat(done).isEmpty();
    clock.jump(Duration.ofDays(-2));
    driver.advance(Duration.ofMinutes(1));
    assertThat(done).containsExactly("after a minute");
  }

  @Test
  void theTickerDoesNotCareWhenTheClockIsSet() {
    long before = driver.ticker().nanos();

    clock.jump(Duration.ofDays(-1));
    clock.advance(Duration.ofSeconds(3));

    assertThat(driver.ticker().nanos() - before).isEqualTo(Duration.ofSeconds(3).toNanos());
  }

  @Test
  void anAgentIsTurnedWhenItsTimeHasComeAndWhenTheClockWasSet() {
    Driver agent = driver.forAgent();
    agent.start(
        () -> {
          done.add("turn");
          return Optional.of(clock.instant().plus(Duration.ofHours(1)));
        });

    driver.run();
    assertThat(done).hasSize(1);
    driver.advance(Duration.ofMinutes(61));
    assertThat(done).hasSize(2);
    clock.jump(Duration.ofMinutes(-10));
    driver.run();
    assertThat(done).hasSize(3);
    driver.advance(Duration.ofMinutes(50));
    assertThat(done).hasSize(3);
  }

  @Test
  void whatAKilledAgentWasAboutToDoIsNeverDone() {
    Driver agent = driver.forAgent();
    agent.start(
        () -> {
          done.add("turn");
          return Optional.empty();
        });
    agent.execute(() -> done.add("work"));

    driver.kill(agent);
    driver.advance(Duration.ofDays(1));

    assertThat(done).isEmpty();
  }

  @Test
  void anOrderThatIsDrawnIsRepeatedByItsSeed() {
    List<Integer> once = drawn(1);

    assertThat(once).isEqualTo(drawn(1)).isNotEqualTo(drawn(2));
    assertThat(once).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 20).boxed().toList());
  }

  private static List<Integer> drawn(long seed) {
    ManualDriver drawing = new ManualDriver(new ManualClock(), new Random(seed));
    List<Integer> order = new ArrayList<>();
    IntStream.range(0, 20).forEach(i -> drawing.schedule(Duration.ZERO, () -> order.add(i)));
    drawing.run();
    return order;
  }
}
