package org.entente;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entente.connection.Connection;
import org.entente.connection.DeliveryAttempt;
import org.entente.exception.EntenteException;
import org.entente.message.MessageType;
import org.entente.pipeline.Pipeline;
import org.entente.pipeline.Records;
import org.entente.storage.QueueQuery;
import org.entente.storage.QueuedMessage;
import org.entente.storage.QueuedMessage.Queue;

/**
 * What has not been delivered, for operators: {@link Agent#outbox to peers}, or {@link Agent#inbox
 * to the application}. Thread-safe.
 *
 * <p>Nothing leaves a queue but by being delivered, dropped here, or deleted with its connection; a
 * message that was given up is kept for the agent's {@link Agent.Builder#givenUpRetention
 * retention}, and takes room among those of its connection until then.
 */
public final class MessageQueue {
  private final Pipeline pipeline;
  private final Records records;
  private final Queue queue;
  private final Connections connections;

  MessageQueue(Pipeline pipeline, Queue queue, Connections connections) {
    this.pipeline = pipeline;
    this.records = pipeline.records();
    this.queue = queue;
    this.connections = connections;
  }

  /**
   * Messages that are still tried, oldest first.
   *
   * @param afterPlace go on behind this one; 0 for the beginning
   * @param limit how many at most
   */
  public List<WaitingMessage> waiting(long afterPlace, int limit) {
    return list(new QueueQuery(queue, false, Optional.empty(), afterPlace, limit));
  }

  /** Messages of a connection that are still tried, oldest first, a thousand at most. */
  public List<WaitingMessage> waiting(String connectionId) {
    return list(new QueueQuery(queue, false, Optional.of(connectionId), 0, 1000));
  }

  /**
   * Messages that were given up, each with its reason, oldest first.
   *
   * @param afterPlace go on behind this one; 0 for the beginning
   * @param limit how many at most
   */
  public List<WaitingMessage> givenUp(long afterPlace, int limit) {
    return list(new QueueQuery(queue, true, Optional.empty(), afterPlace, limit));
  }

  /** Messages of a connection that were given up, oldest first, a thousand at most. */
  public List<WaitingMessage> givenUp(String connectionId) {
    return list(new QueueQuery(queue, true, Optional.of(connectionId), 0, 1000));
  }

  /**
   * Has a message tried again at once, with a new deadline: one that waits, or was given up. One
   * that was given up takes its old place, before younger ones.
   *
   * @throws MessageNotFoundException if it is not there any more
   */
  public void retry(String messageId) {
    QueuedMessage message = find(messageId);
    if (connectionDelivering(message).isPresent()) {
      var unused = connections.retry(message.connectionId());
      return;
    }
    Instant now = records.now();
    Optional<Instant> deadline =
        queue == Queue.OUTBOX
            ? pipeline.parts().deadlines().forMessage(now)
            : pipeline.parts().deadlines().forHandler(now);
    pipeline.commits().commit(records.draft(now).update(message.restarted(now, deadline)));
    pipeline.parts().driver().wake();
  }

  /**
   * Drops a message: it is never delivered, unless that is happening right now.
   *
   * @throws MessageNotFoundException if it is not there any more
   * @throws IllegalArgumentException if it is the request, response or report of a connection,
   *     which waits for it: end or delete the connection
   */
  public void drop(String messageId) {
    QueuedMessage message = find(messageId);
    if (connectionDelivering(message).isPresent()) {
      throw new IllegalArgumentException(
          "a connection waits for this message; end or delete the connection");
    }
    pipeline.commits().commit(records.draft(records.now()).remove(message));
    pipeline.parts().driver().wake();
  }

  private List<WaitingMessage> list(QueueQuery query) {
    return records.listQueued(query).stream().map(this::view).toList();
  }

  private QueuedMessage find(String id) {
    return records
        .findQueued(id)
        .filter(message -> message.queue() == queue)
        .filter(message -> message.due().isPresent() || message.givenUp())
        .orElseThrow(() -> new MessageNotFoundException(id));
  }

  private Optional<Connection> connectionDelivering(QueuedMessage message) {
    return records
        .findConnection(message.connectionId())
        .filter(connection -> !connection.state().isEstablished())
        .filter(connection -> connection.deliveryId().equals(Optional.of(message.id())));
  }

  private WaitingMessage view(QueuedMessage message) {
    return new WaitingMessage(
        message.id(),
        message.connectionId(),
        message.sequence(),
        type(message),
        message.createdTime(),
        message.attempts(),
        message.due(),
        message.deadline(),
        message.lastFailure(),
        history(message));
  }

  private Optional<MessageType> type(QueuedMessage message) {
    try {
      return Optional.of(records.open(message).message().type());
    } catch (EntenteException e) {
      return Optional.empty(); // it was tampered with, and is to be seen here
    }
  }

  private List<DeliveryAttempt> history(QueuedMessage message) {
    try {
      return records.history(message);
    } catch (EntenteException e) {
      return List.of();
    }
  }
}
