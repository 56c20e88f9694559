package org.entente.did;

/**
 * Which generation of PRISM and Identus agents a DID and its key ids are written for.
 *
 * <p>Neither generation reads everything that the other writes, so this is chosen once for what we
 * offer, and afterwards taken from what the peer shows.
 */
public enum Profile {
  /**
   * PRISM 1.26 (2024) and later, Identus, the Identus SDKs and the specification: a service
   * endpoint is an object, key ids are {@code #key-1}.
   */
  CURRENT("current"),
  /**
   * PRISM before 1.26, as of 2023: a service endpoint is a string, key ids are {@code #6LS…}, the
   * multibase key without its {@code z}.
   */
  PRISM_2023("prism-2023");

  private final String text;

  Profile(String text) {
    this.text = text;
  }

  /** The other one. */
  public Profile other() {
    return this == CURRENT ? PRISM_2023 : CURRENT;
  }

  /**
   * The profile with a name such as {@code prism-2023}.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static Profile of(String text) {
    for (Profile profile : values()) {
      if (profile.text.equals(text)) {
        return profile;
      }
    }
    throw new IllegalArgumentException("a profile is one of current, prism-2023");
  }

  /** Its name in configuration and storage. */
  @Override
  public String toString() {
    return text;
  }
}
