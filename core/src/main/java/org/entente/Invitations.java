package org.entente;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionEndings;
import org.entente.connection.ConnectionProtocol;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.ConnectionState;
import org.entente.connection.InvitationExistsException;
import org.entente.connection.InvitationNotFoundException;
import org.entente.connection.InvitationNotOpenException;
import org.entente.connection.InvitationQuery;
import org.entente.connection.InvitationState;
import org.entente.connection.Outcome;
import org.entente.connection.Role;
import org.entente.did.Profile;
import org.entente.message.Invitation;
import org.entente.pipeline.Commits;
import org.entente.pipeline.Draft;
import org.entente.pipeline.OwnDids;
import org.entente.pipeline.Pipeline;
import org.entente.pipeline.Records;
import org.entente.storage.StaleRecordException;
import org.entente.storage.StoredInvitation;

/**
 * The invitations that an agent makes: for one peer, for several, or for whoever comes.
 * Thread-safe.
 *
 * <p>An invitation for one peer has its connection from the start, under the same id. One for
 * several has none until somebody uses it; each requester then gets a connection of its own, with a
 * DID of ours for it alone if its agent can follow us there, and never more than are allowed.
 *
 * <p>Whoever comes too late, or too many, is refused, and told why if it encrypted to the
 * invitation's DID: once for each requester, and for few requesters in all.
 */
public final class Invitations {
  private static final String GOAL =
      "Establish a trust connection between two peers using the protocol"
          + " 'https://atalaprism.io/mercury/connections/1.0/request'";

  private final Pipeline pipeline;
  private final Records records;
  private final Connections.Settings settings;

  Invitations(Pipeline pipeline, Connections.Settings settings) {
    this.pipeline = pipeline;
    this.records = pipeline.records();
    this.settings = settings;
  }

  /**
   * Makes an invitation, with a DID of its own. Once it returns, the invitation can be used.
   *
   * @throws InvitationExistsException if there is one with the id that the options give
   * @throws IllegalArgumentException if that id is no UUID in lower case
   * @throws org.entente.storage.StorageException if the store fails
   */
  public IssuedInvitation create(InvitationOptions options) {
    return make(options).invitation();
  }

  /** An invitation, and the connection to be of one for one peer. */
  record Made(IssuedInvitation invitation, Optional<Connection> connection) {}

  Made make(InvitationOptions options) {
    Instant now = records.now();
    String id = options.id().orElseGet(pipeline.parts().ids());
    OwnDids.Fresh ours = pipeline.dids().fresh(settings.profile());
    Invitation.Builder draft =
        Invitation.builder(id, ours.did())
            .goalCode(options.goalCode().orElse(goalCode(settings.profile())))
            .goal(options.goal().orElse(GOAL));
    options
        .lifetimeOr(settings.invitationLifetime())
        .ifPresent(lifetime -> draft.expires(now, now.plus(lifetime)));
    Invitation invitation = draft.build();
    Optional<String> label = options.label().or(() -> Optional.of(settings.label()));
    Optional<Outcome> forOne =
        options.isForOne()
            ? Optional.of(
                ConnectionProtocol.invitationCreated(invitation, label, settings.profile(), now))
            : Optional.empty();
    Optional<Connection> connection = forOne.map(Outcome::connection);
    Draft change =
        ours.addTo(records.draft(now))
            .newInvitation(
                invitation, connection.map(Connection::id), options.uses().orElse(0), label);
    forOne.ifPresent(outcome -> change.outcome(outcome, Optional.empty()));
    try {
      pipeline.commits().commit(change);
    } catch (StaleRecordException e) {
      throw new InvitationExistsException(id);
    }
    if (invitation.expiresTime().isPresent()) {
      pipeline.parts().driver().wake();
    }
    IssuedInvitation issued =
        new IssuedInvitation(invitation, label, InvitationState.OPEN, options.uses(), 0, now);
    return new Made(issued, connection);
  }

  /**
   * An invitation that we made.
   *
   * @throws InvitationNotFoundException if this wallet has made none with this id
   */
  public IssuedInvitation get(String id) {
    return issued(find(id));
  }

  /** The oldest invitations that we made, a hundred to the page. */
  public InvitationPage list() {
    return list(InvitationQuery.all());
  }

  /** Invitations that we made, oldest first, page by page. */
  public InvitationPage list(InvitationQuery query) {
    List<StoredInvitation> page = records.list(query);
    if (page.size() < query.limit()) {
      return new InvitationPage(page.stream().map(this::issued).toList(), Optional.empty());
    }
    StoredInvitation last = page.get(page.size() - 1);
    InvitationQuery next = query.after(new ConnectionQuery.Position(last.createdTime(), last.id()));
    return new InvitationPage(page.stream().map(this::issued).toList(), Optional.of(next));
  }

  /**
   * Takes an invitation back: nobody can use it from now on. Connections that have come of it stay.
   *
   * @return the invitation, revoked
   * @throws InvitationNotFoundException if this wallet has made none with this id
   * @throws InvitationNotOpenException if it is used up or over already
   */
  public IssuedInvitation revoke(String id) {
    return Commits.deciding(() -> revokeNow(find(id)));
  }

  private IssuedInvitation revokeNow(StoredInvitation stored) {
    if (stored.state() != InvitationState.OPEN) {
      throw new InvitationNotOpenException(stored.id(), stored.state());
    }
    Instant now = records.now();
    StoredInvitation revoked = stored.state(InvitationState.REVOKED);
    Draft draft = records.draft(now).invitation(revoked).noTimer(stored.id());
    stored
        .connectionId()
        .flatMap(records::findConnection)
        .filter(Invitations::isUnused)
        .map(connection -> ConnectionEndings.invitationRevoked(connection, now))
        .ifPresent(outcome -> draft.outcome(outcome, Optional.empty()));
    pipeline.commits().commit(draft);
    return issued(revoked);
  }

  private static boolean isUnused(Connection connection) {
    return connection.state() == ConnectionState.INVITATION_GENERATED;
  }

  private StoredInvitation find(String id) {
    return records
        .findInvitation(id)
        .filter(stored -> stored.role() == Role.INVITER)
        .orElseThrow(() -> new InvitationNotFoundException(id));
  }

  private IssuedInvitation issued(StoredInvitation stored) {
    return new IssuedInvitation(
        records.open(stored),
        stored.label(),
        stored.state(),
        stored.usesAllowed() == 0 ? OptionalInt.empty() : OptionalInt.of(stored.usesAllowed()),
        stored.uses(),
        stored.createdTime());
  }

  private static String goalCode(Profile profile) {
    return profile == Profile.PRISM_2023
        ? "io.atalaprism.connect"
        : "org.hyperledger.identus.connect";
  }
}
