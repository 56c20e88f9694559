package org.entente.examples.agentserver;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * So many requests of one address in a while, and a few at once. Remembers the addresses that came
 * last, and no more than that. Thread-safe.
 */
final class RateLimit {
  private static final int MOST_ADDRESSES = 10_000;
  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double atOnce;
  private final Map<String, Allowance> allowances =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Allowance> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  private record Allowance(double left, long nanos) {}

  RateLimit(double perSecond, double atOnce) {
    this.perSecond = perSecond;
    this.atOnce = atOnce;
  }

  /** Whether one more request is within the limit. */
  synchronized boolean allows(String address, long nowNanos) {
    Allowance before = allowances.getOrDefault(address, new Allowance(atOnce, nowNanos));
    double earned = (nowNanos - before.nanos()) / NANOS * perSecond;
    double left = Math.min(atOnce, before.left() + earned);
    boolean isAllowed = left >= 1;
    allowances.put(address, new Allowance(isAllowed ? left - 1 : left, nowNanos));
    return isAllowed;
  }
}
