package org.entente;

import java.util.List;
import java.util.Optional;
import org.entente.connection.InvitationQuery;

/**
 * Some of our invitations, and the query for those that follow. Immutable.
 *
 * @param invitations oldest first
 * @param next empty if these are the last
 */
public record InvitationPage(List<IssuedInvitation> invitations, Optional<InvitationQuery> next) {
  /** Copies the list. */
  public InvitationPage {
    invitations = List.copyOf(invitations);
  }
}
