package org.entente.limits;

import java.util.EnumMap;
import java.util.Map;
import org.entente.exception.InvalidMessageException;

/** One bound for each {@link Limit}. Immutable. */
public final class Limits {
  private static final Limits DEFAULTS = new Limits(new EnumMap<>(Limit.class));

  private final Map<Limit, Integer> changed;

  private Limits(EnumMap<Limit, Integer> changed) {
    this.changed = changed;
  }

  /** The defaults listed in {@link Limit}. */
  public static Limits defaults() {
    return DEFAULTS;
  }

  /**
   * The same limits but for one.
   *
   * @throws IllegalArgumentException if {@code value} is negative, or the limit is fixed
   */
  public Limits with(Limit limit, int value) {
    if (limit.isFixed()) {
      throw new IllegalArgumentException(limit + " is fixed");
    }
    if (value < 0) {
      throw new IllegalArgumentException(limit + " must not be negative: " + value);
    }
    EnumMap<Limit, Integer> copy = new EnumMap<>(Limit.class);
    copy.putAll(changed);
    copy.put(limit, value);
    return new Limits(copy);
  }

  /** The bound, in the unit that the limit's name ends in. */
  public int of(Limit limit) {
    Integer value = changed.get(limit);
    return value != null ? value : limit.defaultValue();
  }

  /**
   * Refuses what exceeds a bound.
   *
   * @throws InvalidMessageException of kind {@code MALFORMED}, if {@code actual} is larger
   */
  public void check(Limit limit, long actual) {
    if (actual > of(limit)) {
      throw InvalidMessageException.malformed("more than " + of(limit) + " (" + limit + ")");
    }
  }
}
