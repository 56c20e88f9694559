package org.entente.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionProtocol;
import org.entente.connection.Outcome;
import org.entente.did.Did;
import org.entente.did.Profile;
import org.entente.message.Invitation;

/** Connections that have come some way. */
final class Steps {
  static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  private static final Did OURS = new Did("did:example:ours");
  private static final Did THEIRS = new Did("did:example:theirs");

  private Steps() {}

  /** An invitee's first two steps. */
  static Outcome accepted(String id) {
    Invitation invitation = Invitation.builder("invitation-of-" + id, THEIRS).build();
    return ConnectionProtocol.invitationAccepted(
        invitation, id, OURS, Optional.empty(), Profile.CURRENT, "request-of-" + id, NOW);
  }

  static Connection requested(String id) {
    return accepted(id).connection();
  }

  static Outcome sent(Connection requested) {
    return ConnectionProtocol.delivered(requested, Profile.CURRENT, NOW);
  }

  static Connection stopped(String id) {
    return ConnectionProtocol.givenUp(requested(id), "enough", NOW).connection();
  }

  /** Accepted, sent, given up and tried again: five steps. */
  static List<Outcome> story(String id) {
    Outcome accepted = accepted(id);
    Outcome sent = sent(accepted.connection());
    Outcome stopped = ConnectionProtocol.givenUp(sent.connection(), "enough", NOW);
    return List.of(accepted, sent, stopped, ConnectionProtocol.retried(stopped.connection(), NOW));
  }
}
