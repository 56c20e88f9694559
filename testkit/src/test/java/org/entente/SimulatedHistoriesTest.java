package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Run one again with {@code -Dentente.history=<seed>}, and more of them with the other property.
 */
class SimulatedHistoriesTest {
  private static final int COUNT = Integer.getInteger("entente.histories", 300);
  private static final long ONE = Long.getLong("entente.history", 0);

  @Test
  void whateverHappensEverythingComesToRestAndIsConsistent() {
    long first = ONE > 0 ? ONE : 1;
    long last = ONE > 0 ? ONE : COUNT;
    System.out.println("histories with seeds " + first + " to " + last);
    Map<Long, Throwable> failures = new LinkedHashMap<>();
    for (long seed = first; seed <= last; seed++) {
      try {
        long fingerprint = Workload.play(seed);
        if (ONE > 0) {
          System.out.println("fingerprint " + fingerprint);
        }
      } catch (AssertionError e) {
        failures.put(seed, e);
        System.out.println(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      }
    }
    if (!failures.isEmpty()) {
      throw new AssertionError("seeds " + failures.keySet(), failures.values().iterator().next());
    }
  }

  @Test
  void oneSeedGivesOneHistory() {
    long once = Workload.play(4711);

    assertThat(Workload.play(4711)).isEqualTo(once);
    assertThat(Workload.play(4712)).isNotEqualTo(once);
  }
}
