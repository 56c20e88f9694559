package org.entente.testkit.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What has happened: the end of it in words, and all of it as one number. Not thread-safe. */
final class Trace {
  private static final int KEPT = 2000;

  private record Line(Duration time, String who, String what) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d:%02d:%02d.%03d %s %s",
          time.toHours(),
          time.toMinutesPart(),
          time.toSecondsPart(),
          time.toMillisPart(),
          who,
          what);
    }
  }

  private final Deque<Line> lines = new ArrayDeque<>();
  private long fingerprint;

  void note(Duration time, String who, String what) {
    Line line = new Line(time, who, what);
    fingerprint = fingerprint * 31 + Objects.hash(time, who, what);
    lines.add(line);
    if (lines.size() > KEPT) {
      lines.remove();
    }
  }

  List<String> lines() {
    return lines.stream().map(Line::toString).toList();
  }

  long fingerprint() {
    return fingerprint;
  }
}
