package org.entente.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one event changes, written whole or not at all. Immutable.
 *
 * <p>An empty change is allowed and writes nothing.
 */
public final class Change {
  private final String wallet;
  private final Lease lease;
  private final List<StoredKey> newKeys;
  private final @Nullable StoredInvitation invitation;
  private final @Nullable StoredConnection connection;
  private final List<QueuedMessage> added;
  private final List<QueuedMessage> updated;
  private final List<String> removed;
  private final @Nullable HandledMessage handled;
  private final List<StoredEvent> events;
  private final @Nullable Awakening awakening;
  private final @Nullable Forgotten forgotten;
  private final @Nullable Position position;
  private final @Nullable ClockShift clockShift;
  private final @Nullable Pruning pruning;

  /**
   * A sign of life from a peer: what waits for it need not wait any longer.
   *
   * @param connectionId whose outgoing messages
   * @param now when they become due
   */
  public record Awakening(String connectionId, Instant now) {}

  /**
   * How far a follower of the events has come.
   *
   * @param follower by which name it is found again
   * @param cursor of the last event that it need not be told any more
   */
  public record Position(String follower, long cursor) {}

  private Change(Builder builder) {
    this.wallet = builder.wallet;
    this.lease = builder.lease;
    this.newKeys = List.copyOf(builder.newKeys);
    this.invitation = builder.invitation;
    this.connection = builder.connection;
    this.added = List.copyOf(builder.added);
    this.updated = List.copyOf(builder.updated);
    this.removed = List.copyOf(builder.removed);
    this.handled = builder.handled;
    this.events = List.copyOf(builder.events);
    this.awakening = builder.awakening;
    this.forgotten = builder.forgotten;
    this.position = builder.position;
    this.clockShift = builder.clockShift;
    this.pruning = builder.pruning;
  }

  /**
   * Starts a change.
   *
   * @param wallet whose records change
   * @param lease what added messages are born with, so that their writer may deliver them at once
   */
  public static Builder builder(String wallet, Lease lease) {
    return new Builder(wallet, lease);
  }

  /** Whether it would write nothing. */
  public boolean isEmpty() {
    return newKeys.isEmpty()
        && added.isEmpty()
        && updated.isEmpty()
        && removed.isEmpty()
        && events.isEmpty()
        && Stream.of(
                invitation,
                connection,
                handled,
                awakening,
                forgotten,
                position,
                clockShift,
                pruning)
            .allMatch(Objects::isNull);
  }

  /** Whose records change. */
  public String wallet() {
    return wallet;
  }

  /** What added messages at the head of their lane are leased with. */
  public Lease lease() {
    return lease;
  }

  /** Keys to add. A kid that exists already makes the change stale. */
  public List<StoredKey> newKeys() {
    return newKeys;
  }

  /** An invitation to add (version 1) or to replace (any other version). */
  public Optional<StoredInvitation> invitation() {
    return Optional.ofNullable(invitation);
  }

  /** A connection to add (version 1) or to replace (any other version). */
  public Optional<StoredConnection> connection() {
    return Optional.ofNullable(connection);
  }

  /** Messages to add to the end of their lane. An id that exists already makes the change stale. */
  public List<QueuedMessage> added() {
    return added;
  }

  /**
   * Messages to replace by id, but for their lane and sequence; each gives up its lease. One that
   * is no longer there is passed over: what it reports came too late to matter.
   */
  public List<QueuedMessage> updated() {
    return updated;
  }

  /** Ids of messages to remove; those that are not there are passed over. */
  public List<String> removed() {
    return removed;
  }

  /** A handled message to record. A key that exists already makes the change stale. */
  public Optional<HandledMessage> handled() {
    return Optional.ofNullable(handled);
  }

  /** Events to append, in order. */
  public List<StoredEvent> events() {
    return events;
  }

  /**
   * Whose outgoing message is due at once: the one at the head of the lane, after everything else
   * in this change, if it is not due yet and nobody has a lease on it.
   */
  public Optional<Awakening> awakening() {
    return Optional.ofNullable(awakening);
  }

  /**
   * A connection to remove. If its version is another, the change is stale. A change that has one
   * writes no {@link #connection}.
   */
  public Optional<Forgotten> forgotten() {
    return Optional.ofNullable(forgotten);
  }

  /** How far a follower of the events has come; replaces what was there. */
  public Optional<Position> position() {
    return Optional.ofNullable(position);
  }

  /** By how much to move the times of all that waits, after everything else in this change. */
  public Optional<ClockShift> clockShift() {
    return Optional.ofNullable(clockShift);
  }

  /** What may be forgotten. */
  public Optional<Pruning> pruning() {
    return Optional.ofNullable(pruning);
  }

  /** Builds a {@link Change}. Not thread-safe. */
  public static final class Builder {
    private final String wallet;
    private final Lease lease;
    private final List<StoredKey> newKeys = new ArrayList<>();
    private final List<QueuedMessage> added = new ArrayList<>();
    private final List<QueuedMessage> updated = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private final List<StoredEvent> events = new ArrayList<>();
    private @Nullable StoredInvitation invitation;
    private @Nullable StoredConnection connection;
    private @Nullable HandledMessage handled;
    private @Nullable Awakening awakening;
    private @Nullable Forgotten forgotten;
    private @Nullable Position position;
    private @Nullable ClockShift clockShift;
    private @Nullable Pruning pruning;

    private Builder(String wallet, Lease lease) {
      this.wallet = wallet;
      this.lease = lease;
    }

    /** Adds a key. */
    public Builder newKey(StoredKey key) {
      newKeys.add(key);
      return this;
    }

    /** Writes an invitation. */
    public Builder invitation(StoredInvitation invitation) {
      this.invitation = invitation;
      return this;
    }

    /** Writes a connection. */
    public Builder connection(StoredConnection connection) {
      this.connection = connection;
      return this;
    }

    /** Adds a message to its queue. */
    public Builder add(QueuedMessage message) {
      added.add(message);
      return this;
    }

    /** Replaces a message in its queue and gives up the lease on it. */
    public Builder update(QueuedMessage message) {
      updated.add(message);
      return this;
    }

    /** Removes a message from its queue. */
    public Builder remove(String messageId) {
      removed.add(messageId);
      return this;
    }

    /** Records a message as handled. */
    public Builder handled(HandledMessage handled) {
      this.handled = handled;
      return this;
    }

    /** Appends an event. */
    public Builder event(StoredEvent event) {
      events.add(event);
      return this;
    }

    /** Has what waits for a peer become due. */
    public Builder awaken(String connectionId, Instant now) {
      this.awakening = new Awakening(connectionId, now);
      return this;
    }

    /** Removes a connection. */
    public Builder forget(Forgotten connection) {
      this.forgotten = connection;
      return this;
    }

    /** Notes how far a follower of the events has come. */
    public Builder position(String follower, long cursor) {
      this.position = new Position(follower, cursor);
      return this;
    }

    /** Moves the times of all that waits. */
    public Builder shiftClock(ClockShift shift) {
      this.clockShift = shift;
      return this;
    }

    /** Forgets what is older. */
    public Builder prune(Pruning older) {
      this.pruning = older;
      return this;
    }

    /** Forgets what is older, events included. */
    public Builder pruneBefore(Instant time) {
      return prune(new Pruning(time, time));
    }

    /** The change. */
    public Change build() {
      return new Change(this);
    }
  }
}
