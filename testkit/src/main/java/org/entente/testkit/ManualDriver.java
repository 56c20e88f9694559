package org.entente.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
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
 * <p>What is scheduled and the ticker go by the time that has gone by. When the wall clock has been
 * set, every agent is turned once, as a driver with threads does within seconds.
 *
 * <p>What work of an agent throws is kept in {@link #failures}, where a driver with threads would
 * log it as an error. Not thread-safe.
 */
public final class ManualDriver {
  private final ManualClock clock;
  private final @Nullable Random order;
  private final List<Runnable> ready = new ArrayList<>();
  private final PriorityQueue<Timed> timed =
      new PriorityQueue<>(Comparator.comparing(Timed::due).thenComparing(Timed::number));
  private final List<AgentDriver> agents = new ArrayList<>();
  private final List<RuntimeException> failures = new ArrayList<>();
  private Runnable afterEach = () -> {};
  private Duration set;
  private long count;

  private record Timed(Duration due, long number, Runnable task) {}

  /** Nothing is due yet. What becomes ready first is done first. */
  public ManualDriver(ManualClock clock) {
    this(clock, Optional.empty());
  }

  /** Nothing is due yet. Of what is ready, one thing after the other is drawn. */
  public ManualDriver(ManualClock clock, Random order) {
    this(clock, Optional.of(order));
  }

  private ManualDriver(ManualClock clock, Optional<Random> order) {
    this.clock = clock;
    this.order = order.orElse(null);
    this.set = howFarItIsSet();
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

  /** A ticker that goes with the clock, and does not care when that is set. */
  public Ticker ticker() {
    return () -> clock.elapsed().toNanos();
  }

  /** Has this done after each task; what it throws ends the run. */
  public void afterEach(Runnable check) {
    afterEach = check;
  }

  /** Runs a task once so much time has gone by; as soon as possible if the delay is zero. */
  public void schedule(Duration delay, Runnable task) {
    if (delay.isZero()) {
      ready.add(task);
    } else {
      timed.add(new Timed(clock.elapsed().plus(delay), count++, task));
    }
  }

  /** How many tasks are ready or scheduled. */
  public int pending() {
    return ready.size() + timed.size();
  }

  /** Runs everything that is ready, and what becomes so, at the present time. */
  public void run() {
    while (runOne()) {}
  }

  /**
   * Runs one task that is ready. A task may call it, to have something else happen in its midst.
   *
   * @return whether there was one
   */
  public boolean runOne() {
    wakeAllIfTheClockWasSet();
    Runnable task = order == null ? next() : drawn(order);
    if (task == null) {
      return false;
    }
    try {
      task.run();
    } catch (RuntimeException e) {
      failures.add(e);
    }
    afterEach.run();
    return true;
  }

  /** Lets time go by, stopping at each due time to run what is due. */
  public void advance(Duration by) {
    Duration until = clock.elapsed().plus(by);
    run();
    while (true) {
      Duration left = until.minus(clock.elapsed());
      Duration step = untilNextDue().filter(next -> next.compareTo(left) < 0).orElse(left);
      if (!step.isNegative()) {
        clock.advance(step);
      }
      run();
      if (clock.elapsed().compareTo(until) >= 0) {
        return;
      }
    }
  }

  /** When something is due next by the wall clock, if anything is. */
  public Optional<Instant> nextDue() {
    return untilNextDue().map(clock.instant()::plus);
  }

  private Optional<Duration> untilNextDue() {
    wakeAllIfTheClockWasSet();
    Duration least = timed.isEmpty() ? null : timed.peek().due().minus(clock.elapsed());
    for (AgentDriver agent : agents) {
      if (agent.turn != null && agent.due != null) {
        Duration until = Duration.between(clock.instant(), agent.due);
        least = least == null || until.compareTo(least) < 0 ? until : least;
      }
    }
    return Optional.ofNullable(least);
  }

  private Duration howFarItIsSet() {
    return Duration.between(Instant.EPOCH.plus(clock.elapsed()), clock.instant());
  }

  private void wakeAllIfTheClockWasSet() {
    Duration now = howFarItIsSet();
    if (!now.equals(set)) {
      set = now;
      agents.forEach(AgentDriver::wake);
    }
  }

  private @Nullable Runnable next() {
    if (!ready.isEmpty()) {
      return ready.remove(0);
    }
    if (isDue(timed.peek())) {
      return timed.remove().task();
    }
    for (AgentDriver agent : agents) {
      if (agent.isDue()) {
        return agent::turnNow;
      }
    }
    return null;
  }

  private @Nullable Runnable drawn(Random random) {
    while (isDue(timed.peek())) {
      ready.add(timed.remove().task());
    }
    List<AgentDriver> due = agents.stream().filter(AgentDriver::isDue).toList();
    int choices = ready.size() + due.size();
    if (choices == 0) {
      return null;
    }
    int choice = random.nextInt(choices);
    return choice < ready.size() ? ready.remove(choice) : due.get(choice - ready.size())::turnNow;
  }

  private boolean isDue(@Nullable Timed task) {
    return task != null && task.due().compareTo(clock.elapsed()) <= 0;
  }

  private final class AgentDriver implements Driver {
    private @Nullable Turn turn;
    private @Nullable Instant due;
    private boolean dead;
    private boolean turning;

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

    private boolean isDue() {
      return turn != null && !turning && due != null && !due.isAfter(clock.instant());
    }

    private void turnNow() {
      Turn work = turn;
      if (work == null) {
        return;
      }
      due = null;
      turning = true;
      Optional<Instant> next;
      try {
        next = work.turn();
      } catch (RuntimeException e) {
        failures.add(e);
        next = Optional.of(clock.instant().plusSeconds(1));
      } finally {
        turning = false;
      }
      if (due == null) {
        due = next.orElse(null);
      }
    }
  }
}
