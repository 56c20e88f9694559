package org.entente.pipeline;

import java.util.List;
import java.util.Optional;
import org.entente.connection.Connection;
import org.entente.connection.Role;
import org.entente.exception.InvalidMessageException;
import org.entente.storage.StoredInvitation;

/** Finds the invitation that a message is about, and its connection. Thread-safe. */
final class NamedInvitations {
  private final Records records;

  NamedInvitations(Records records) {
    this.records = records;
  }

  /**
   * The only one of these ids that is an invitation's: no two may be those of different invitations
   * (threat model S28).
   *
   * @throws InvalidMessageException if there is none, or several
   */
  StoredInvitation find(List<String> ids, Role role) {
    List<StoredInvitation> named =
        ids.stream()
            .map(records::findInvitation)
            .flatMap(Optional::stream)
            .filter(invitation -> invitation.role() == role)
            .toList();
    if (named.size() != 1) {
      throw InvalidMessageException.refused(
          "e.p.req", "the message's thread is not that of an invitation");
    }
    return named.get(0);
  }

  /**
   * The connection of an invitation for one.
   *
   * @throws InvalidMessageException if there is none any more
   */
  Connection connectionOf(StoredInvitation invitation) {
    return invitation
        .connectionId()
        .flatMap(records::findConnection)
        .orElseThrow(
            () ->
                InvalidMessageException.refused(
                    "e.p.req", "the connection of the message's invitation is gone"));
  }
}
