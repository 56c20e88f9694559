package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Run one again with {@code -Dentente.history=<seed>}, and more of them with the other property.
 */
class SimulatedHistoriesTest {
  private static final int COUNT = Integer.getInteger("entente.histories", 100);
  private static final long ONE = Long.getLong("entente.history", 0);
  private static final int STEPS = 30;

  @Test
  void whateverHappensEverythingComesToRestAndIsConsistent() {
    long first = ONE > 0 ? ONE : 1;
    long last = ONE > 0 ? ONE : COUNT;
    System.out.println("histories with seeds " + first + " to " + last);
    for (long seed = first; seed <= last; seed++) {
      try (History history = new History(seed)) {
        history.run(STEPS);
        history.check();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void oneSeedGivesOneHistory() {
    List<String> once = trace(4711);

    assertThat(trace(4711)).isNotEmpty().isEqualTo(once);
    assertThat(trace(4712)).isNotEqualTo(once);
  }

  private static List<String> trace(long seed) {
    try (History history = new History(seed)) {
      history.run(STEPS);
      return history.trace();
    }
  }
}
