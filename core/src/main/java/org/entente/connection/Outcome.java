package org.entente.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * What was decided: how the connection goes on, and what is to be sent. Immutable.
 *
 * <p>It is carried out as a whole, in one commit, or not at all.
 */
public final class Outcome {
  private final Connection connection;
  private final List<Step> steps;
  private final @Nullable Message send;
  private final boolean deliverySettled;

  /**
   * A row of the state table that was walked.
   *
   * @param event what happened
   * @param connection as it was afterwards
   */
  public record Step(ConnectionEvent event, Connection connection) {}

  private Outcome(
      Connection connection, List<Step> steps, @Nullable Message send, boolean deliverySettled) {
    this.connection = connection;
    this.steps = List.copyOf(steps);
    this.send = send;
    this.deliverySettled = deliverySettled;
  }

  /** Nothing changes. */
  static Outcome unchanged(Connection connection) {
    return new Outcome(connection, List.of(), null, false);
  }

  /** One row was walked. */
  static Outcome of(ConnectionEvent event, Connection connection) {
    return new Outcome(connection, List.of(new Step(event, connection)), null, false);
  }

  /** A further row was walked. */
  Outcome then(ConnectionEvent event, Connection next) {
    List<Step> more = new ArrayList<>(steps);
    more.add(new Step(event, next));
    return new Outcome(next, more, send, deliverySettled);
  }

  /** A message is to be sent, in the same commit. */
  Outcome send(Message message) {
    return new Outcome(connection, steps, message, deliverySettled);
  }

  /** What was being delivered need not be any more. */
  Outcome settleDelivery() {
    return new Outcome(connection, steps, send, true);
  }

  /** The connection as it is afterwards. */
  public Connection connection() {
    return connection;
  }

  /** The rows walked, in order; none if nothing changes. */
  public List<Step> steps() {
    return steps;
  }

  /** Whether the connection changes. */
  public boolean isChange() {
    return !steps.isEmpty();
  }

  /** What is to be sent. */
  public Optional<Message> send() {
    return Optional.ofNullable(send);
  }

  /** Whether the message named by the connection's {@code deliveryId} is to leave the outbox. */
  public boolean isDeliverySettled() {
    return deliverySettled;
  }
}
