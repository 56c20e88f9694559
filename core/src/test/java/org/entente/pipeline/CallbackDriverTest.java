package org.entente.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class CallbackDriverTest {
  private final Collected driver = new Collected();

  @Test
  void callbacksRunWhereTheApplicationWantsThem() {
    List<Runnable> taken = new ArrayList<>();

    new CallbackDriver(driver, taken::add).executeCallback(() -> {});

    assertThat(taken).hasSize(1);
    assertThat(driver.callbacks).isEmpty();
  }

  @Test
  void anExecutorThatRefusesLosesNoCallback() {
    CallbackDriver refusing =
        new CallbackDriver(
            driver,
            callback -> {
              throw new RejectedExecutionException("full");
            });

    refusing.executeCallback(() -> {});

    assertThat(driver.callbacks).hasSize(1);
  }
}
