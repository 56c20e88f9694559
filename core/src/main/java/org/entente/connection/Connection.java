package org.entente.connection;

import java.time.Instant;
import java.util.Optional;
import org.entente.did.Did;
import org.entente.did.Profile;
import org.entente.json.JsonObject;
import org.entente.message.Invitation;
import org.jspecify.annotations.Nullable;

/**
 * A connection with a peer, at one moment. Immutable: ask for it again to see how it has gone on.
 */
public final class Connection {
  private final String id;
  private final Role role;
  private final ConnectionState state;
  private final @Nullable String label;
  private final Did ourDid;
  private final @Nullable Did theirDid;
  private final Invitation invitation;
  private final Instant createdTime;
  private final @Nullable Instant updatedTime;
  private final long version;
  private final long eventCount;
  private final Profile profile;
  private final @Nullable String deliveryId;
  private final @Nullable Stopped stopped;
  private final @Nullable Ending ending;
  private final @Nullable PeerReport peerReport;
  private final @Nullable String fromPrior;
  private final @Nullable String requestThread;
  private final Progress progress;

  /**
   * How far the delivery of the request or response has come; not part of the record itself.
   *
   * @param attempts made so far
   * @param nextAttempt when the next is made
   * @param deadline when we give up
   * @param lastFailure why the last attempt failed
   */
  public record Progress(
      int attempts,
      Optional<Instant> nextAttempt,
      Optional<Instant> deadline,
      Optional<String> lastFailure) {
    /** Nothing to deliver. */
    public static final Progress NONE =
        new Progress(0, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private Connection(Builder builder) {
    this.id = builder.id;
    this.role = builder.role;
    this.state = builder.state;
    this.label = builder.label;
    this.ourDid = builder.ourDid;
    this.theirDid = builder.theirDid;
    this.invitation = builder.invitation;
    this.createdTime = builder.createdTime;
    this.updatedTime = builder.updatedTime;
    this.version = builder.version;
    this.eventCount = builder.eventCount;
    this.profile = builder.profile;
    this.deliveryId = builder.deliveryId;
    this.stopped = builder.stopped;
    this.ending = builder.ending;
    this.peerReport = builder.peerReport;
    this.fromPrior = builder.fromPrior;
    this.requestThread = builder.requestThread;
    this.progress = builder.progress;
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws org.entente.exception.InvalidMessageException if it is something else
   */
  public static Connection of(JsonObject json) {
    return ConnectionJson.read(json);
  }

  /** Its id in this wallet; the inviter's is the invitation's id. */
  public String id() {
    return id;
  }

  /** The thread of its messages on both sides: the invitation's id. */
  public String thread() {
    return invitation.id();
  }

  /** Which side we are on. */
  public Role role() {
    return role;
  }

  /** How far it has come. */
  public ConnectionState state() {
    return state;
  }

  /** Whether messages can be exchanged: it has been established, and nobody has ended it. */
  public boolean isEstablished() {
    return state.isEstablished() && ending == null;
  }

  /**
   * Who ended it after it was established (DIDComm v2 §Ending a Relationship). Its state stays what
   * it was.
   */
  public Optional<Ending> ending() {
    return Optional.ofNullable(ending);
  }

  /** What our own user called it; never sent to the peer. */
  public Optional<String> label() {
    return Optional.ofNullable(label);
  }

  /** What the inviter is after, for programs. */
  public Optional<String> goalCode() {
    return invitation.goalCode();
  }

  /** What the inviter is after, for people; from a peer it is any text at all. */
  public Optional<String> goal() {
    return invitation.goal();
  }

  /** Our DID, made for this connection alone. */
  public Did ourDid() {
    return ourDid;
  }

  /** The peer's DID; the inviter learns it from the request. */
  public Optional<Did> theirDid() {
    return Optional.ofNullable(theirDid);
  }

  /** The invitation that it began with. */
  public Invitation invitation() {
    return invitation;
  }

  /** When it was created, in whole microseconds. */
  public Instant createdTime() {
    return createdTime;
  }

  /** When it last changed, if ever. */
  public Optional<Instant> updatedTime() {
    return Optional.ofNullable(updatedTime);
  }

  /** How often the request or response was sent, or was tried to be, since the last retry. */
  public int attempts() {
    return progress.attempts();
  }

  /** When it is sent again, if nothing happens before. */
  public Optional<Instant> nextAttempt() {
    return progress.nextAttempt();
  }

  /** When we give up; for an invitation of ours that nobody has used, when it expires. */
  public Optional<Instant> deadline() {
    return state == ConnectionState.INVITATION_GENERATED
        ? invitation.expiresTime()
        : progress.deadline();
  }

  /** Why the last attempt failed, if it did. */
  public Optional<String> lastFailure() {
    return progress.lastFailure();
  }

  /** Why nothing more is being done; empty while something is, or nothing need be. */
  public Optional<Stopped> stopped() {
    return Optional.ofNullable(stopped);
  }

  /** The last problem that the peer reported about it. */
  public Optional<PeerReport> peerReport() {
    return Optional.ofNullable(peerReport);
  }

  /**
   * The statement that our DID takes the place of the invitation's, to go along with every message
   * until the peer has shown that it knows (DIDComm v2 §DID Rotation).
   */
  public Optional<String> fromPrior() {
    return Optional.ofNullable(fromPrior);
  }

  /** The thread that the peer took for its request. */
  String requestThread() {
    return requestThread == null ? thread() : requestThread;
  }

  /** Counts its changes, from 1. */
  public long version() {
    return version;
  }

  /** How many events it has had; the sequence number of the last one. */
  public long eventCount() {
    return eventCount;
  }

  /** By which names the peer knows keys, as far as it has shown. */
  public Profile profile() {
    return profile;
  }

  /** The id of the request or response whose delivery is shown here. */
  public Optional<String> deliveryId() {
    return Optional.ofNullable(deliveryId);
  }

  /** Everything but the progress of its delivery, for keeping. */
  public JsonObject toJson() {
    return ConnectionJson.write(this);
  }

  /** The connection with the progress of its delivery. */
  public Connection with(Progress newProgress) {
    return toBuilder().progress(newProgress).build();
  }

  static Builder builder(String id, Role role, Invitation invitation, Did ourDid, Instant now) {
    return new Builder(id, role, invitation, ourDid, now);
  }

  Builder toBuilder() {
    Builder builder = new Builder(id, role, invitation, ourDid, createdTime);
    builder.state = state;
    builder.label = label;
    builder.theirDid = theirDid;
    builder.updatedTime = updatedTime;
    builder.version = version;
    builder.eventCount = eventCount;
    builder.profile = profile;
    builder.deliveryId = deliveryId;
    builder.stopped = stopped;
    builder.ending = ending;
    builder.peerReport = peerReport;
    builder.fromPrior = fromPrior;
    builder.requestThread = requestThread;
    builder.progress = progress;
    return builder;
  }

  /** Shows id, role and state: the rest is not for logs. */
  @Override
  public String toString() {
    return "Connection(" + id + ", " + role + ", " + state + ")";
  }

  /** Changes are made by {@link ConnectionProtocol} alone. */
  static final class Builder {
    private final String id;
    private final Role role;
    private final Invitation invitation;
    private final Did ourDid;
    private final Instant createdTime;
    private ConnectionState state;
    private @Nullable String label;
    private @Nullable Did theirDid;
    private @Nullable Instant updatedTime;
    private long version;
    private long eventCount;
    private Profile profile = Profile.CURRENT;
    private @Nullable String deliveryId;
    private @Nullable Stopped stopped;
    private @Nullable Ending ending;
    private @Nullable PeerReport peerReport;
    private @Nullable String fromPrior;
    private @Nullable String requestThread;
    private Progress progress = Progress.NONE;

    private Builder(String id, Role role, Invitation invitation, Did ourDid, Instant createdTime) {
      this.id = id;
      this.role = role;
      this.invitation = invitation;
      this.ourDid = ourDid;
      this.createdTime = createdTime;
      this.state =
          role == Role.INVITER
              ? ConnectionState.INVITATION_GENERATED
              : ConnectionState.INVITATION_RECEIVED;
    }

    Builder state(ConnectionState state) {
      this.state = state;
      return this;
    }

    Builder label(Optional<String> label) {
      this.label = label.orElse(null);
      return this;
    }

    Builder theirDid(Did theirDid) {
      this.theirDid = theirDid;
      return this;
    }

    Builder updatedTime(Instant updatedTime) {
      this.updatedTime = updatedTime;
      return this;
    }

    Builder version(long version) {
      this.version = version;
      return this;
    }

    Builder eventCount(long eventCount) {
      this.eventCount = eventCount;
      return this;
    }

    Builder profile(Profile profile) {
      this.profile = profile;
      return this;
    }

    Builder deliveryId(String deliveryId) {
      this.deliveryId = deliveryId;
      return this;
    }

    Builder stopped(@Nullable Stopped stopped) {
      this.stopped = stopped;
      return this;
    }

    Builder ending(Ending ending) {
      this.ending = ending;
      return this;
    }

    Builder peerReport(PeerReport peerReport) {
      this.peerReport = peerReport;
      return this;
    }

    Builder fromPrior(@Nullable String fromPrior) {
      this.fromPrior = fromPrior;
      return this;
    }

    Builder requestThread(String requestThread) {
      this.requestThread = requestThread.equals(invitation.id()) ? null : requestThread;
      return this;
    }

    Builder progress(Progress progress) {
      this.progress = progress;
      return this;
    }

    Connection build() {
      return new Connection(this);
    }
  }
}
