package org.entente.connection;

/** Which side of the invitation we are on. */
public enum Role {
  /** We made the invitation. */
  INVITER("Inviter"),
  /** We accepted it. */
  INVITEE("Invitee");

  private final String text;

  Role(String text) {
    this.text = text;
  }

  /**
   * The role with a name such as {@code Inviter}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Role of(String text) {
    for (Role role : values()) {
      if (role.text.equals(text)) {
        return role;
      }
    }
    throw new IllegalArgumentException("no role has this name");
  }

  /** Its name in storage and on the PRISM agents' API. */
  @Override
  public String toString() {
    return text;
  }
}
