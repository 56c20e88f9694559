package org.entente.examples;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A command line of {@code --name value} pairs, and of flags, which have no value. */
public final class Arguments {
  private final Map<String, String> values = new HashMap<>();
  private final Set<String> flags = new HashSet<>();

  /**
   * Reads a command line without flags.
   *
   * @param known names without the dashes
   * @throws UsageException if there is anything else
   */
  public Arguments(String[] args, Set<String> known) {
    this(args, known, Set.of());
  }

  /**
   * Reads a command line.
   *
   * @param known names of values, without the dashes
   * @param knownFlags names of flags, without the dashes
   * @throws UsageException if there is anything else
   */
  public Arguments(String[] args, Set<String> known, Set<String> knownFlags) {
    for (int i = 0; i < args.length; i++) {
      String name = args[i].startsWith("--") ? args[i].substring(2) : "";
      boolean isNew;
      if (knownFlags.contains(name)) {
        isNew = flags.add(name);
      } else if (!known.contains(name)) {
        throw new UsageException("unknown argument " + Output.printable(args[i]));
      } else if (i + 1 == args.length) {
        throw new UsageException("--" + name + " needs a value");
      } else {
        i++;
        isNew = values.put(name, args[i]) == null;
      }
      if (!isNew) {
        throw new UsageException("--" + name + " is given twice");
      }
    }
  }

  /** Whether a flag is given. */
  public boolean has(String flag) {
    return flags.contains(flag);
  }

  /** The value of an argument, if it is given. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  String get(String name) {
    return find(name).orElseThrow(() -> new UsageException("--" + name + " is missing"));
  }

  /**
   * A number.
   *
   * @throws UsageException if it is none, or out of range
   */
  public int number(String name, int byDefault, int least, int most) {
    String text = values.get(name);
    if (text == null) {
      return byDefault;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, together with numbers out of range
    }
    throw new UsageException("--" + name + " must be a number from " + least + " to " + most);
  }
}
