package org.entente.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.connection.Connection;
import org.entente.connection.Outcome;
import org.entente.connection.Role;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidUrl;
import org.entente.did.NewKeys;
import org.entente.did.OwnKey;
import org.entente.did.Profile;
import org.entente.did.VerificationMethod;
import org.entente.message.Invitation;
import org.entente.message.Message;
import org.entente.storage.Change;
import org.entente.storage.HandledMessage;
import org.entente.storage.QueuedMessage;
import org.entente.storage.StoredEvent;
import org.entente.storage.StoredInvitation;
import org.entente.storage.StoredKey;
import org.jspecify.annotations.Nullable;

/**
 * A change while it is put together: everything that one event brings about, for one commit. Not
 * thread-safe.
 */
public final class Draft {
  private final Records records;
  private final Instant now;
  private final Change.Builder change;
  private final List<Outcome.Step> steps = new ArrayList<>();
  private @Nullable String connectionId;

  Draft(Records records, Instant now) {
    this.records = records;
    this.now = now;
    this.change = Change.builder(records.wallet(), records.lease(now));
  }

  /** The keys of a new DID of ours, found by their names in either convention. */
  public Draft newKeys(NewKeys keys, DidDocument document) {
    newKey(keys.agreement(), document.id(), document.keyAgreement().get(0));
    newKey(keys.authentication(), document.id(), document.authentication().get(0));
    return this;
  }

  /** A new invitation: one that we made for one use, or one that we accepted. */
  public Draft newInvitation(Invitation invitation, Role role, String forConnection) {
    change.invitation(
        new StoredInvitation(
            invitation.id(),
            role,
            invitation.from().value(),
            Optional.of(forConnection),
            invitation.expiresTime(),
            1,
            role == Role.INVITEE ? 1 : 0,
            1,
            records.seal(invitation)));
    return this;
  }

  /** One more has used an invitation of ours. */
  Draft invitationUsed(StoredInvitation invitation) {
    change.invitation(
        new StoredInvitation(
            invitation.id(),
            invitation.role(),
            invitation.inviterDid(),
            invitation.connectionId(),
            invitation.expiresTime(),
            invitation.usesAllowed(),
            invitation.uses() + 1,
            invitation.version() + 1,
            invitation.body()));
    return this;
  }

  /**
   * What was decided about a connection.
   *
   * @param deadline for what is to be sent
   */
  public Draft outcome(Outcome outcome, Optional<Instant> deadline) {
    Connection connection = outcome.connection();
    connectionId = connection.id();
    if (outcome.isChange()) {
      change.connection(records.seal(connection));
    }
    for (Outcome.Step step : outcome.steps()) {
      steps.add(step);
      change.event(
          new StoredEvent(
              0,
              connection.id(),
              step.connection().eventCount(),
              step.event().toString(),
              step.connection().state(),
              now));
    }
    if (outcome.isDeliverySettled()) {
      connection.deliveryId().ifPresent(change::remove);
    }
    outcome
        .send()
        .ifPresent(message -> send(connection.id(), message, connection.profile(), deadline));
    return this;
  }

  /** A message for a peer. */
  public Draft send(
      String toConnection, Message message, Profile profile, Optional<Instant> deadline) {
    return add(QueuedMessage.Queue.OUTBOX, message.id(), toConnection, message, profile, deadline);
  }

  /** A message for the application, under the key that it is recognised by. */
  Draft deliver(String fromConnection, String key, Message message, Profile profile) {
    return add(QueuedMessage.Queue.INBOX, key, fromConnection, message, profile, Optional.empty());
  }

  /** A queued message as it is now. */
  public Draft update(QueuedMessage message) {
    connectionId = message.connectionId();
    change.update(message);
    return this;
  }

  /** A queued message that has arrived. */
  Draft remove(QueuedMessage message) {
    connectionId = message.connectionId();
    change.remove(message.id());
    return this;
  }

  /** The message that brings all this about, so that it is recognised when it comes again. */
  Draft handled(String key, String digest, Optional<String> answerId) {
    change.handled(new HandledMessage(key, digest, now, answerId));
    return this;
  }

  /** Whoever this comes from is alive: what waits for it need not wait any longer. */
  Draft awakenPeer() {
    if (connectionId != null) {
      change.awaken(connectionId, now);
    }
    return this;
  }

  /** Forgets what is older. */
  Draft pruneBefore(Instant time) {
    change.pruneBefore(time);
    return this;
  }

  Change change() {
    return change.build();
  }

  List<Outcome.Step> steps() {
    return steps;
  }

  Optional<String> connectionId() {
    return Optional.ofNullable(connectionId);
  }

  private Draft add(
      QueuedMessage.Queue queue,
      String id,
      String connection,
      Message message,
      Profile profile,
      Optional<Instant> deadline) {
    connectionId = connection;
    change.add(
        QueuedMessage.added(
            id, queue, connection, now, now, deadline, records.seal(id, message, profile)));
    return this;
  }

  private void newKey(OwnKey key, Did did, VerificationMethod method) {
    List<String> kids = new ArrayList<>();
    for (Profile profile : Profile.values()) {
      kids.add(records.name(new DidUrl(did, method.fragment(profile))));
    }
    change.newKey(new StoredKey(key, did.value(), kids));
  }
}
