package org.entente;

import java.time.Instant;
import java.util.Optional;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionEndings;
import org.entente.connection.ConnectionProtocol;
import org.entente.connection.InvitationAlreadyUsedException;
import org.entente.connection.InvitationExpiredException;
import org.entente.connection.Outcome;
import org.entente.connection.OwnInvitationException;
import org.entente.connection.Role;
import org.entente.did.Curve;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolutionException;
import org.entente.did.PeerDid;
import org.entente.did.Profile;
import org.entente.message.InvalidInvitationException;
import org.entente.message.Invitation;
import org.entente.pipeline.OwnDids;
import org.entente.pipeline.Pipeline;
import org.entente.pipeline.Records;
import org.entente.storage.StaleRecordException;
import org.entente.storage.StoredInvitation;

/** Accepts invitations, or declines them. Thread-safe. */
final class Accepting {
  private final Pipeline pipeline;
  private final Pipeline.Parts parts;
  private final Records records;

  Accepting(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.parts = pipeline.parts();
    this.records = pipeline.records();
  }

  Connection accept(Invitation invitation, Optional<String> label) {
    Instant now = records.now();
    refuseIfKnown(invitation);
    if (invitation.isExpired(now, parts.deadlines().skew())) {
      throw new InvitationExpiredException(invitation.id());
    }
    checkReachable(invitation.from());
    Profile profile = PeerDid.profileOf(invitation.from());
    OwnDids.Fresh ours = pipeline.dids().fresh(profile);
    Outcome outcome =
        ConnectionProtocol.invitationAccepted(
            invitation, parts.ids().get(), ours.did(), label, profile, parts.ids().get(), now);
    return begin(invitation, ours, outcome, parts.deadlines().forRequest(invitation, now), now);
  }

  Connection decline(Invitation invitation) {
    Instant now = records.now();
    refuseIfKnown(invitation);
    checkReachable(invitation.from());
    Profile profile = PeerDid.profileOf(invitation.from());
    OwnDids.Fresh ours = pipeline.dids().fresh(profile);
    Outcome outcome =
        ConnectionEndings.invitationDeclined(
            invitation, parts.ids().get(), ours.did(), profile, parts.ids().get(), now);
    return begin(invitation, ours, outcome, parts.deadlines().forResponse(now), now);
  }

  private Connection begin(
      Invitation invitation,
      OwnDids.Fresh ours,
      Outcome outcome,
      Optional<Instant> deadline,
      Instant now) {
    OutboxFullException.checkTotal(pipeline);
    Connection connection = outcome.connection();
    try {
      pipeline
          .commits()
          .commit(
              ours.addTo(records.draft(now))
                  .usedInvitation(invitation, connection.id())
                  .outcome(outcome, deadline));
    } catch (StaleRecordException e) {
      // someone accepted it between our look and our commit
      refuseIfKnown(invitation);
      throw e;
    }
    return records.findConnection(connection.id()).orElse(connection);
  }

  private void refuseIfKnown(Invitation invitation) {
    Optional<StoredInvitation> known = records.findInvitation(invitation.id());
    if (known.isPresent()) {
      if (known.get().role() == Role.INVITER) {
        throw new OwnInvitationException(invitation.id());
      }
      throw new InvitationAlreadyUsedException(known.get().connectionId().orElse(""));
    }
  }

  private void checkReachable(Did inviter) {
    try {
      DidDocument document = parts.resolvers().resolve(inviter);
      var unused = pipeline.endpoints().of(document);
      if (document.firstKeyAgreement(Curve.X25519).isEmpty()) {
        throw new DidResolutionException(inviter, "it has no X25519 key to encrypt to");
      }
    } catch (DidResolutionException e) {
      throw new InvalidInvitationException(
          "the inviter of this invitation cannot be reached: " + e.getMessage());
    }
  }
}
