package org.entente;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.entente.connection.ConnectionEvent;
import org.entente.pipeline.Pipeline;
import org.entente.storage.StoredEvent;
import org.entente.transport.Registration;

/**
 * Everything that has happened to connections, kept for a while and in order: each change of a
 * connection is written together with its event. Thread-safe.
 */
public final class Events {
  private final Pipeline pipeline;

  Events(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * Has every event told to a follower, from where it stopped when it was last here, even if we
   * died meanwhile. A name that has not been here before begins with what happens from now on; what
   * was before can be read with {@link #after} once it follows, and some of it comes twice then.
   *
   * <p>Events come in order, one at a time, each at least once: what was told shortly before a
   * death is told again, so use {@link ConnectionChange#cursor} or its connection and sequence to
   * recognise it. A follower that throws is told the event again, at growing intervals; after five
   * times it is passed over, and logged as an error. Events that are older than the agent's {@link
   * Agent.Builder#eventRetention retention} are gone.
   *
   * @param name by which the follower is found again; not beginning with {@code entente.}
   * @param follower may block, and call this agent; it holds up nobody but itself
   * @return ends it when closed; the same name goes on there later
   * @throws IllegalArgumentException if the name cannot be used
   * @throws IllegalStateException if a follower of this name is there
   * @throws org.entente.storage.StorageException if the store fails
   */
  public Registration follow(String name, Consumer<ConnectionChange> follower) {
    Objects.requireNonNull(follower, "a follower");
    return pipeline.followers().follow(name, event -> follower.accept(change(event)));
  }

  /**
   * Events behind a cursor, oldest first.
   *
   * @param cursor of the last one seen; 0 for the beginning
   * @param limit how many at most
   * @throws org.entente.storage.StorageException if the store fails
   */
  public List<ConnectionChange> after(long cursor, int limit) {
    return pipeline.records().storage().events(pipeline.parts().wallet(), cursor, limit).stream()
        .map(Events::change)
        .toList();
  }

  private static ConnectionChange change(StoredEvent event) {
    return new ConnectionChange(
        event.cursor(),
        event.connectionId(),
        event.sequence(),
        ConnectionEvent.of(event.event()),
        event.state(),
        event.time());
  }
}
