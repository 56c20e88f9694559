package org.entente.connection;

import java.util.Optional;
import org.entente.connection.ConnectionQuery.Position;
import org.jspecify.annotations.Nullable;

/** Which of our invitations to list, oldest first, and where to go on. Immutable. */
public final class InvitationQuery {
  private static final InvitationQuery ALL = new InvitationQuery(null, null, 100);

  private final @Nullable InvitationState state;
  private final @Nullable Position after;
  private final int limit;

  private InvitationQuery(@Nullable InvitationState state, @Nullable Position after, int limit) {
    this.state = state;
    this.after = after;
    this.limit = limit;
  }

  /** All that we made, 100 to the page. */
  public static InvitationQuery all() {
    return ALL;
  }

  /** Only those in this state. */
  public InvitationQuery state(InvitationState state) {
    return new InvitationQuery(state, after, limit);
  }

  /** Only those behind this position. */
  public InvitationQuery after(Position after) {
    return new InvitationQuery(state, after, limit);
  }

  /**
   * How many at most.
   *
   * @throws IllegalArgumentException unless it is 1 to {@link ConnectionQuery#MAX_LIMIT}
   */
  public InvitationQuery limit(int limit) {
    if (limit < 1 || limit > ConnectionQuery.MAX_LIMIT) {
      throw new IllegalArgumentException(
          "a page holds 1 to " + ConnectionQuery.MAX_LIMIT + " invitations");
    }
    return new InvitationQuery(state, after, limit);
  }

  /** The state to be in, if any. */
  public Optional<InvitationState> state() {
    return Optional.ofNullable(state);
  }

  /** Where to go on, if not at the beginning. */
  public Optional<Position> after() {
    return Optional.ofNullable(after);
  }

  /** How many at most. */
  public int limit() {
    return limit;
  }
}
