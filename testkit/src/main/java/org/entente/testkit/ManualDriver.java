package org.entente.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.entente.pipeline.Driver;
import org.entente.pipeline.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Turns agents by hand, in the thread of the test and by a clock that the test moves: everything
 * happens in one order, and nothing without the test.
 *
 * <pre>{@code
 * ManualClock clock = new ManualClock(start);
 * ManualDriver driver = new ManualDriver(clock);
 * InMemoryNetwork network = new InMemoryNetwork(seed, driver::schedule);
 * Agent agent = Agent.builder("Alice")
 *     .clock(clock).ticker(driver.ticker()).driver(driver.forAgent())
 *     .transport(network.join("alice")).build();
 * driver.run();
 * }</pre>
 *
 * <p>What work of an agent throws is kept in {@link #failures}, where a driver with threads would
 * log it as an error. Not thread-safe.
 */
public final class ManualDriver {
  private final ManualClock clock;
  private final Deque<Runnable> ready = new ArrayDeque<>();
  private final PriorityQueue<Timed> timed =
      new PriorityQueue<>(Comparator.comparing(Timed::due).thenComparing(Timed::number));
  private final List<AgentDriver> agents = new ArrayList<>();
  private final List<RuntimeException> failures = new ArrayList<>();
  private long count;

  private record Timed(Instant due, long number, Runnable task) {}

  /** Nothing is due yet. */
  public ManualDriver(ManualClock clock) {
    this.clock = clock;
  }

  /** The driver for one agent. */
  public Driver forAgent() {
    AgentDriver driver = new AgentDriver();
    agents.add(driver);
    return driver;
  }

  /**
   * Ends an agent as the death of its process would: what it was about to do is never done.
   *
   * @param driver from {@link #forAgent}
   */
  public void kill(Driver driver) {
    for (AgentDriver agent : List.copyOf(agents)) {
      if (agent == driver) {
        agent.dead = true;
        agents.remove(agent);
      }
    }
  }

  /** What work of agents has thrown, none of which should have. */
  public List<RuntimeException> failures() {
    return List.copyOf(failures);
  }

  /** A ticker that goes with the clock. */
  public Ticker ticker() {
    return () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos();
  }

  /** Runs a task once the clock has moved so far; as soon as possible if the delay is zero. */
  public void schedule(Duration delay, Runnable task) {
    if (delay.isZero()) {
      ready.add(task);
    } else {
      timed.add(new Timed(clock.instant().plus(delay), count++, task));
    }
  }

  /** Runs everything that is ready, and what becomes so, at the present time. */
  public void run() {
    while (runOne()) {}
  }

  /** Moves the clock on, stopping at each due time to run what is due. */
  public void advance(Duration by) {
    Instant until = clock.instant().plus(by);
    run();
    for (Optional<Instant> due = nextDue(); ; due = nextDue()) {
      Instant next = due.filter(time -> time.isBefore(until)).orElse(until);
      if (next.isAfter(clock.instant())) {
        clock.set(next);
      }
      run();
      if (!next.isBefore(until)) {
        return;
      }
    }
  }

  /** When something is due next, if anything is. */
  public Optional<Instant> nextDue() {
    Instant earliest = timed.isEmpty() ? null : timed.peek().due();
    for (AgentDriver agent : agents) {
      if (agent.due != null && (earliest == null || agent.due.isBefore(earliest))) {
        earliest = agent.due;
      }
    }
    return Optional.ofNullable(earliest);
  }

  private boolean runOne() {
    Runnable task = ready.poll();
    if (task == null) {
      task = dueTask();
    }
    if (task != null) {
      runSafely(task);
      return true;
    }
    for (AgentDriver agent : List.copyOf(agents)) {
      if (agent.turnIfDue()) {
        return true;
      }
    }
    return false;
  }

  private void runSafely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      failures.add(e);
    }
  }

  private @Nullable Runnable dueTask() {
    Timed first = timed.peek();
    if (first == null || first.due().isAfter(clock.instant())) {
      return null;
    }
    timed.remove();
    return first.task();
  }

  private final class AgentDriver implements Driver {
    private @Nullable Turn turn;
    private @Nullable Instant due;
    private boolean dead;

    @Override
    public void start(Turn newTurn) {
      turn = newTurn;
      wake();
    }

    @Override
    public void wake() {
      due = clock.instant();
    }

    @Override
    public void execute(Runnable work) {
      ready.add(
          () -> {
            if (!dead) {
              work.run();
            }
          });
    }

    @Override
    public void executeCallback(Runnable callback) {
      execute(callback);
    }

    @Override
    public <T> T await(CompletableFuture<T> result, Duration timeout)
        throws TimeoutException, InterruptedException {
      while (!result.isDone() && runOne()) {}
      if (!result.isDone()) {
        throw new IllegalStateException(
            "nothing is ready; "
                + nextDue()
                    .map(time -> "move the clock, for something is due at " + time)
                    .orElse("nothing will ever be due"));
      }
      try {
        return result.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException("a wait ended with a checked exception", e.getCause());
      }
    }

    @Override
    public void close() {
      agents.remove(this);
    }

    private boolean turnIfDue() {
      Turn work = turn;
      if (work == null || due == null || due.isAfter(clock.instant())) {
        return false;
      }
      due = null;
      Optional<Instant> next;
      try {
        next = work.turn();
      } catch (RuntimeException e) {
        failures.add(e);
        next = Optional.of(clock.instant().plusSeconds(1));
      }
      if (due == null) {
        due = next.orElse(null);
      }
      return true;
    }
  }
}
