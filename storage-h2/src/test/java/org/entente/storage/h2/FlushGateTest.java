package org.entente.storage.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class FlushGateTest {
  @Test
  void aReaderWaitsForWhatItMayHaveSeen() throws Exception {
    FlushGate gate = new FlushGate();
    gate.begin();
    AtomicBoolean finished = new AtomicBoolean();
    AtomicBoolean waited = new AtomicBoolean();
    CountDownLatch started = new CountDownLatch(1);
    Thread reader =
        new Thread(
            () -> {
              started.countDown();
              gate.await();
              waited.set(finished.get());
            });
    reader.start();
    started.await();

    reader.interrupt();
    finished.set(true);
    gate.finish();
    reader.join();

    assertThat(waited).isTrue();
    assertThat(reader.isAlive()).isFalse();
  }

  @Test
  void nobodyWaitsWhenAllIsKept() {
    FlushGate gate = new FlushGate();

    gate.await();
    gate.begin();
    gate.finish();
    gate.await();
  }
}
