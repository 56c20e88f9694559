package org.entente.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.entente.connection.Outcome;
import org.entente.transport.Registration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the application what has happened: each connection's steps in order, one at a time, and
 * different connections side by side. Thread-safe.
 */
public final class Events {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  private final Driver driver;
  private final Waiters waiters;
  private final List<Consumer<Outcome.Step>> listeners = new CopyOnWriteArrayList<>();

  // A connection is a key while its steps are being told; further ones wait in its queue.
  private final Map<String, Deque<Outcome.Step>> telling = new HashMap<>();

  Events(Driver driver, Waiters waiters) {
    this.driver = driver;
    this.waiters = waiters;
  }

  /** Has every further step told to a listener, which may block. */
  public Registration listen(Consumer<Outcome.Step> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Tells steps that are committed, in the order in which they were. */
  void publish(List<Outcome.Step> steps) {
    for (Outcome.Step step : steps) {
      LOG.debug(
          "connection {}: {} -> {}",
          step.connection().id(),
          step.event(),
          step.connection().state());
      waiters.offer(step.connection());
      if (!listeners.isEmpty()) {
        tell(step);
      }
    }
  }

  private void tell(Outcome.Step step) {
    String id = step.connection().id();
    synchronized (telling) {
      Deque<Outcome.Step> queue = telling.get(id);
      if (queue != null) {
        queue.add(step);
        return;
      }
      telling.put(id, new ArrayDeque<>(List.of(step)));
    }
    driver.executeCallback(() -> tellAll(id));
  }

  private void tellAll(String id) {
    while (true) {
      Outcome.Step step;
      synchronized (telling) {
        Deque<Outcome.Step> queue = telling.get(id);
        step = queue == null ? null : queue.poll();
        if (step == null) {
          telling.remove(id);
          return;
        }
      }
      for (Consumer<Outcome.Step> listener : listeners) {
        Callbacks.run("listener", () -> listener.accept(step));
      }
    }
  }
}
