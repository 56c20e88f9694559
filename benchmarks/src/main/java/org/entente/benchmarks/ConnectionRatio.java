package org.entente.benchmarks;

import java.util.Arrays;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Prints how many times its floor a connection costs.
 *
 * <p>The two are measured in turns, so that a busy machine slows both; each turn gives the ratio of
 * their medians, and the median of those is the answer. Run {@code java -cp
 * benchmarks/target/benchmarks.jar org.entente.benchmarks.ConnectionRatio}.
 */
public final class ConnectionRatio {
  private static final int TURNS = 3;

  private ConnectionRatio() {}

  /**
   * Measures and prints.
   *
   * @param args none
   */
  public static void main(String[] args) throws RunnerException {
    double[] ratios = new double[TURNS];
    for (int turn = 0; turn < TURNS; turn++) {
      double connection = medianMicros("connection");
      double floor = medianMicros("floor");
      ratios[turn] = connection / floor;
      System.out.printf(
          "%nconnection %.0f µs, floor %.0f µs, ratio %.2f%n%n", connection, floor, ratios[turn]);
    }
    Arrays.sort(ratios);
    System.out.printf("connection / floor = %.2f (median of %d)%n", ratios[TURNS / 2], TURNS);
  }

  private static double medianMicros(String benchmark) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(ConnectionBenchmark.class.getName() + "\\." + benchmark + "$")
            .forks(1)
            .build();
    return new Runner(options).runSingle().getPrimaryResult().getStatistics().getPercentile(50);
  }
}
