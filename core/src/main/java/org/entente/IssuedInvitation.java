package org.entente;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.entente.connection.InvitationState;
import org.entente.message.Invitation;

/**
 * An invitation that we made, at one moment. Immutable: ask for it again to see how it has gone on.
 *
 * @param invitation what to hand over, as a link or a QR code
 * @param label what our own user called it; never sent
 * @param state what has become of it
 * @param usesAllowed how many may use it; empty for any number
 * @param uses how many have
 * @param createdTime when it was made
 */
public record IssuedInvitation(
    Invitation invitation,
    Optional<String> label,
    InvitationState state,
    OptionalInt usesAllowed,
    int uses,
    Instant createdTime) {
  /** Its id, which is the thread of the connections that come of it. */
  public String id() {
    return invitation.id();
  }

  /** Shows id, state and uses: whoever sees the rest could use it. */
  @Override
  public String toString() {
    return "IssuedInvitation(" + id() + ", " + state + ", " + uses + " uses)";
  }
}
