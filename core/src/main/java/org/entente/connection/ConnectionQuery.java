package org.entente.connection;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which connections to list, oldest first unless said otherwise, and where to go on. Immutable.
 *
 * <pre>{@code
 * ConnectionQuery.all().state(ConnectionState.CONNECTION_REQUEST_SENT).limit(50)
 * }</pre>
 */
public final class ConnectionQuery {
  /** The most that one page may hold. */
  public static final int MAX_LIMIT = 1000;

  private static final ConnectionQuery ALL =
      new ConnectionQuery(null, null, null, null, null, false, 100);

  /**
   * A place in the list: behind the connection with this time and id.
   *
   * @param createdTime of the last connection seen
   * @param id of the last connection seen
   */
  public record Position(Instant createdTime, String id) {}

  private final @Nullable ConnectionState state;
  private final @Nullable Role role;
  private final @Nullable String thread;
  private final @Nullable String label;
  private final @Nullable Position after;
  private final boolean newestFirst;
  private final int limit;

  private ConnectionQuery(
      @Nullable ConnectionState state,
      @Nullable Role role,
      @Nullable String thread,
      @Nullable String label,
      @Nullable Position after,
      boolean newestFirst,
      int limit) {
    this.state = state;
    this.role = role;
    this.thread = thread;
    this.label = label;
    this.after = after;
    this.newestFirst = newestFirst;
    this.limit = limit;
  }

  /** All connections, 100 to the page. */
  public static ConnectionQuery all() {
    return ALL;
  }

  /** Only those in this state. */
  public ConnectionQuery state(ConnectionState state) {
    return new ConnectionQuery(state, role, thread, label, after, newestFirst, limit);
  }

  /** Only those in which we have this role. */
  public ConnectionQuery role(Role role) {
    return new ConnectionQuery(state, role, thread, label, after, newestFirst, limit);
  }

  /** Only those of this thread, which is the id of the invitation. */
  public ConnectionQuery thread(String thread) {
    return new ConnectionQuery(state, role, thread, label, after, newestFirst, limit);
  }

  /** Only those with exactly this label. */
  public ConnectionQuery label(String label) {
    return new ConnectionQuery(state, role, thread, label, after, newestFirst, limit);
  }

  /** The youngest first; then those behind a position are older. */
  public ConnectionQuery newestFirst() {
    return new ConnectionQuery(state, role, thread, label, after, true, limit);
  }

  /** Only those behind this position, in the order of the list. */
  public ConnectionQuery after(Position after) {
    return new ConnectionQuery(state, role, thread, label, after, newestFirst, limit);
  }

  /**
   * How many at most.
   *
   * @throws IllegalArgumentException unless it is 1 to {@link #MAX_LIMIT}
   */
  public ConnectionQuery limit(int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("a page holds 1 to " + MAX_LIMIT + " connections");
    }
    return new ConnectionQuery(state, role, thread, label, after, newestFirst, limit);
  }

  /** The state to be in, if any. */
  public Optional<ConnectionState> state() {
    return Optional.ofNullable(state);
  }

  /** The role to have, if any. */
  public Optional<Role> role() {
    return Optional.ofNullable(role);
  }

  /** The thread to belong to, if any. */
  public Optional<String> thread() {
    return Optional.ofNullable(thread);
  }

  /** The label to have, if any. */
  public Optional<String> label() {
    return Optional.ofNullable(label);
  }

  /** Where to go on, if not at the beginning. */
  public Optional<Position> after() {
    return Optional.ofNullable(after);
  }

  /** Whether the youngest come first. */
  public boolean isNewestFirst() {
    return newestFirst;
  }

  /** How many at most. */
  public int limit() {
    return limit;
  }
}
