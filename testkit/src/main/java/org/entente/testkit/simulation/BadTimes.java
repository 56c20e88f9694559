package org.entente.testkit.simulation;

import java.time.Duration;
import java.util.List;

/** What comes over everybody now and then while a simulation runs. Not thread-safe. */
final class BadTimes {
  private final Simulation simulation;
  private final Fortune fortune;
  private final Hardships hardships;
  private long count;

  BadTimes(Simulation simulation) {
    this.simulation = simulation;
    this.fortune = simulation.fortune();
    this.hardships = fortune.hardships();
  }

  void begin() {
    count++;
    fortune.bad(true);
    plan(count, hardships.cutEvery(), this::cutSomebodyOff);
    plan(count, hardships.jumpEvery(), this::setTheClock);
  }

  void end() {
    fortune.bad(false);
  }

  /** Does something now and then, for as long as these bad times last. */
  private void plan(long these, Duration every, Runnable event) {
    if (every.isZero()) {
      return;
    }
    simulation
        .driver()
        .schedule(
            fortune.until(every),
            () -> {
              if (these == count && fortune.isBad()) {
                event.run();
                plan(these, every, event);
              }
            });
  }

  private void cutSomebodyOff() {
    List<SimulatedAgent> agents = simulation.agents();
    if (!agents.isEmpty()) {
      SimulatedAgent agent = agents.get(fortune.below(agents.size()));
      agent.cutOff(true);
      simulation.driver().schedule(fortune.upTo(hardships.cutFor()), () -> agent.cutOff(false));
    }
  }

  private void setTheClock() {
    boolean canGoBack = !hardships.jumpBack().isZero();
    boolean canGoForward = !hardships.jumpForward().isZero();
    if (canGoBack && (!canGoForward || fortune.tossUp())) {
      simulation.jump(fortune.ofAnySize(hardships.jumpBack()).negated());
    } else if (canGoForward) {
      simulation.jump(fortune.ofAnySize(hardships.jumpForward()));
    }
  }
}
