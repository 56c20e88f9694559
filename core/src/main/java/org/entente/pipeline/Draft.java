package org.entente.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionEvent;
import org.entente.connection.InvitationState;
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
import org.entente.storage.ClockShift;
import org.entente.storage.Forgotten;
import org.entente.storage.HandledMessage;
import org.entente.storage.Pruning;
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
  private boolean forgetting;

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

  /**
   * A new invitation of ours.
   *
   * @param forConnection the connection to be, of one for one use
   * @param usesAllowed how many may use it; 0 for any number
   */
  public Draft newInvitation(
      Invitation invitation,
      Optional<String> forConnection,
      int usesAllowed,
      Optional<String> label) {
    invitation.expiresTime().ifPresent(time -> timer(invitation.id(), time));
    return invitation(
        new StoredInvitation(
            invitation.id(),
            Role.INVITER,
            invitation.from().value(),
            forConnection,
            invitation.expiresTime(),
            usesAllowed,
            0,
            InvitationState.OPEN,
            label,
            now,
            1,
            records.seal(invitation)));
  }

  /** An invitation of a peer that has led to a connection, or was declined. */
  public Draft usedInvitation(Invitation invitation, String connectionId) {
    return invitation(
        new StoredInvitation(
            invitation.id(),
            Role.INVITEE,
            invitation.from().value(),
            Optional.of(connectionId),
            invitation.expiresTime(),
            1,
            1,
            InvitationState.USED,
            Optional.empty(),
            now,
            1,
            records.seal(invitation)));
  }

  /** An invitation as it is now. */
  public Draft invitation(StoredInvitation invitation) {
    change.invitation(invitation);
    return this;
  }

  /** A time to look at a record again, in place of another that it may have. */
  Draft timer(String recordId, Instant due) {
    Optional<QueuedMessage> there = records.findQueued(QueuedMessage.timerId(recordId));
    if (there.isPresent()) {
      change.update(there.get().due(Optional.of(due)));
    } else {
      change.add(QueuedMessage.timer(recordId, now, due));
    }
    return this;
  }

  /** Somebody is to decide about a request until then. */
  Draft decideUntil(Connection connection, Instant time) {
    return timer(connection.id(), time);
  }

  /** A record need not be looked at again. */
  public Draft noTimer(String recordId) {
    change.remove(QueuedMessage.timerId(recordId));
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
  Draft deliver(
      String fromConnection,
      String key,
      Message message,
      Profile profile,
      Optional<Instant> deadline) {
    return add(QueuedMessage.Queue.INBOX, key, fromConnection, message, profile, deadline);
  }

  /** A queued message as it is now. */
  public Draft update(QueuedMessage message) {
    about(message.connectionId());
    change.update(message);
    return this;
  }

  /** A queued message that has arrived, or is not to. */
  public Draft remove(QueuedMessage message) {
    about(message.connectionId());
    change.remove(message.id());
    return this;
  }

  /** A connection that is forgotten, with an event as its last trace. */
  public Draft forget(Connection connection, Forgotten forgotten) {
    connectionId = connection.id();
    forgetting = true;
    change.forget(forgotten);
    change.event(
        new StoredEvent(
            0,
            connection.id(),
            connection.eventCount() + 1,
            ConnectionEvent.CONNECTION_DELETED.toString(),
            connection.state(),
            now));
    return this;
  }

  /** How far a follower of the events has come. */
  Draft position(String follower, long cursor) {
    change.position(follower, cursor);
    return this;
  }

  /** The wall clock was set. */
  Draft shiftClock(ClockShift shift) {
    change.shiftClock(shift);
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
  Draft prune(Pruning older) {
    change.prune(older);
    return this;
  }

  Change change() {
    return change.build();
  }

  List<Outcome.Step> steps() {
    return steps;
  }

  boolean isForgetting() {
    return forgetting;
  }

  Optional<String> connectionId() {
    return Optional.ofNullable(connectionId);
  }

  // What happens to a connection comes before what is sent to somebody else because of it.
  private void about(String id) {
    if (connectionId == null) {
      connectionId = id;
    }
  }

  private Draft add(
      QueuedMessage.Queue queue,
      String id,
      String connection,
      Message message,
      Profile profile,
      Optional<Instant> deadline) {
    about(connection);
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
