package org.entente.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AdmissionTest {
  private static final Limits NO_WAITING = Limits.defaults().with(Limit.UNPACK_WAITING, 0);

  @Test
  void soManyWorkAtATimeAndTheRestAreSentAway() {
    Admission admission = new Admission(NO_WAITING.with(Limit.UNPACK_WORKERS, 3));

    assertThat(admission.enter()).isTrue();
    assertThat(admission.enter()).isTrue();
    assertThat(admission.enter()).isTrue();
    assertThat(admission.enter()).isFalse();
    assertThat(admission.enter()).isFalse();
  }

  @Test
  void whoeverLeavesMakesRoom() {
    Admission admission = new Admission(NO_WAITING.with(Limit.UNPACK_WORKERS, 1));

    for (int i = 0; i < 10; i++) {
      assertThat(admission.enter()).isTrue();
      assertThat(admission.enter()).isFalse();
      admission.leave();
    }
  }

  @Test
  void zeroStandsForTwiceTheProcessors() {
    Admission admission = new Admission(NO_WAITING);
    int entered = 0;
    while (admission.enter()) {
      entered++;
    }

    assertThat(entered).isEqualTo(2 * Runtime.getRuntime().availableProcessors());
  }

  @Test
  @Timeout(20)
  void soManyWaitAndAllOfThemComeToTheirTurn() throws Exception {
    int waiters = 3;
    Admission admission =
        new Admission(
            Limits.defaults().with(Limit.UNPACK_WORKERS, 1).with(Limit.UNPACK_WAITING, waiters));
    admission.enter();
    ExecutorService threads = Executors.newFixedThreadPool(waiters + 1);
    try {
      // One more than may wait: which of them is sent away is for the scheduler to say.
      List<Callable<Boolean>> entering = new ArrayList<>();
      List<Future<Boolean>> results = new ArrayList<>();
      for (int i = 0; i < waiters + 1; i++) {
        entering.add(admission::enter);
      }
      for (Callable<Boolean> enter : entering) {
        results.add(threads.submit(enter));
      }
      while (results.stream().noneMatch(Future::isDone)) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < waiters; i++) {
        admission.leave();
      }

      threads.shutdown();
      assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      List<Boolean> entered = new ArrayList<>();
      for (Future<Boolean> result : results) {
        entered.add(result.get());
      }
      assertThat(entered).containsExactlyInAnyOrder(true, true, true, false);
    } finally {
      threads.shutdownNow();
    }
  }
}
