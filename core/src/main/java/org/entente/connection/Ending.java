package org.entente.connection;

/** Who ended a connection that was established. */
public enum Ending {
  /** We did. */
  BY_US("ByUs"),
  /** The peer did. */
  BY_PEER("ByPeer");

  private final String text;

  Ending(String text) {
    this.text = text;
  }

  /**
   * The ending with a name such as {@code ByUs}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Ending of(String text) {
    for (Ending ending : values()) {
      if (ending.text.equals(text)) {
        return ending;
      }
    }
    throw new IllegalArgumentException("no ending has this name");
  }

  /** Its name in storage. */
  @Override
  public String toString() {
    return text;
  }
}
