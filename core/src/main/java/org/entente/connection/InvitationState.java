package org.entente.connection;

/** What has become of an invitation that we made. */
public enum InvitationState {
  /** It can be used. */
  OPEN("Open"),
  /** As many have used it as may. */
  USED("Used"),
  /** Its time was over. */
  EXPIRED("Expired"),
  /** We took it back. */
  REVOKED("Revoked"),
  /** Whom we invited does not want to connect. */
  DECLINED("Declined");

  private final String text;

  InvitationState(String text) {
    this.text = text;
  }

  /**
   * The state with a name such as {@code Open}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static InvitationState of(String text) {
    for (InvitationState state : values()) {
      if (state.text.equals(text)) {
        return state;
      }
    }
    throw new IllegalArgumentException("no state of an invitation has this name");
  }

  /** Its name in storage. */
  @Override
  public String toString() {
    return text;
  }
}
