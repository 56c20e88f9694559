package org.entente.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
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

  /**
   * Notes steps that are committed, in the order in which they were. Runs no code of the
   * application, so it may be called under a lock.
   *
   * @return the connections to {@link #tell} about afterwards
   */
  List<String> enqueue(List<Outcome.Step> steps) {
    List<String> idle = new ArrayList<>();
    for (Outcome.Step step : steps) {
      String id = step.connection().id();
      LOG.debug("connection {}: {} -> {}", id, step.event(), step.connection().state());
      waiters.offer(step.connection());
      if (!listeners.isEmpty() && enqueue(step)) {
        idle.add(id);
      }
    }
    return idle;
  }

  /** Has listeners told what was noted about these connections. */
  void tell(List<String> connectionIds) {
    for (String id : connectionIds) {
      driver.executeCallback(() -> tellAll(id));
    }
  }

  /** Whether nobody is telling the connection's steps yet. */
  private boolean enqueue(Outcome.Step step) {
    synchronized (telling) {
      Deque<Outcome.Step> queue = telling.get(step.connection().id());
      if (queue != null) {
        queue.add(step);
        return false;
      }
      telling.put(step.connection().id(), new ArrayDeque<>(List.of(step)));
      return true;
    }
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
