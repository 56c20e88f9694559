package org.entente.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.entente.benchmarks.UnopenableEnvelopes.Reason;

/**
 * Prints how long it takes to refuse an envelope that cannot be decrypted, for each reason, and how
 * these times compare: a peer should learn nothing from them (threat model S9).
 *
 * <p>The reasons are mixed at random, so that a busy machine slows all alike. Run {@code java -cp
 * benchmarks/target/benchmarks.jar org.entente.benchmarks.RefusalTiming}.
 */
public final class RefusalTiming {
  private static final int RUNS = 20_000;
  private static final int WARM_UP_RUNS = 10_000;
  private static final int DIFFERENT_ENVELOPES = 50;
  private static final int[] CONTENT_BYTES = {25, 1_000, 100_000};

  private RefusalTiming() {}

  /**
   * Measures and prints.
   *
   * @param args none
   */
  public static void main(String[] args) {
    System.out.printf("%d runs for each reason, in random order%n", RUNS);
    for (int contentBytes : CONTENT_BYTES) {
      List<Series> all = measure(new UnopenableEnvelopes(contentBytes));
      System.out.printf("%nmessage of %d bytes%n", contentBytes);
      Series badTag = all.get(0);
      for (Series series : all) {
        System.out.printf(
            Locale.ROOT,
            "  %-17s  mean %7.1f µs, %.3f of bad tag;  without the slowest 1 %% %7.1f µs,"
                + " %.3f of bad tag%n",
            series.name(),
            mean(series.nanos) / 1000,
            mean(series.nanos) / mean(badTag.nanos),
            trimmedMean(series.nanos) / 1000,
            trimmedMean(series.nanos) / trimmedMean(badTag.nanos));
      }
    }
  }

  /** All runs for one reason. */
  private static final class Series {
    private final Reason reason;
    private final UnopenableEnvelopes envelopes;
    private final List<byte[]> packed = new ArrayList<>();
    private final long[] nanos = new long[RUNS];
    private int number;

    Series(Reason reason, UnopenableEnvelopes envelopes) {
      this.reason = reason;
      this.envelopes = envelopes;
      for (int i = 0; i < DIFFERENT_ENVELOPES; i++) {
        packed.add(envelopes.make(reason));
      }
    }

    void run() {
      byte[] envelope = packed.get(number % DIFFERENT_ENVELOPES);
      long start = System.nanoTime();
      envelopes.refuse(envelope);
      long end = System.nanoTime();
      if (number >= WARM_UP_RUNS) {
        nanos[number - WARM_UP_RUNS] = end - start;
      }
      number++;
    }

    String name() {
      return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  private static List<Series> measure(UnopenableEnvelopes envelopes) {
    List<Series> all = new ArrayList<>();
    List<Series> order = new ArrayList<>();
    for (Reason reason : Reason.values()) {
      Series series = new Series(reason, envelopes);
      all.add(series);
      order.addAll(Collections.nCopies(WARM_UP_RUNS + RUNS, series));
    }
    // the seed has no meaning: only the order hangs on it
    Collections.shuffle(order, new Random(order.size()));
    order.forEach(Series::run);
    return all;
  }

  private static double mean(long[] nanos) {
    return Arrays.stream(nanos).average().orElseThrow();
  }

  private static double trimmedMean(long[] nanos) {
    return Arrays.stream(nanos).sorted().limit(nanos.length * 99L / 100).average().orElseThrow();
  }
}
