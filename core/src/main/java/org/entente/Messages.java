package org.entente;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionNotEstablishedException;
import org.entente.connection.ConnectionNotFoundException;
import org.entente.limits.Limit;
import org.entente.message.BasicMessage;
import org.entente.message.Message;
import org.entente.message.MessageContent;
import org.entente.message.MessageKind;
import org.entente.pipeline.Inbox;
import org.entente.pipeline.Pipeline;
import org.entente.pipeline.Records;
import org.entente.storage.QueuedMessage.Queue;
import org.entente.transport.Registration;

/**
 * Messages over established connections. Thread-safe.
 *
 * <p>What {@code send} has returned for is delivered, in order for each connection and once for the
 * peer, as soon as the peer can be reached; it survives our death until then.
 */
public final class Messages {
  private static final int ENVELOPE_BYTES = 16 << 10;

  private final Pipeline pipeline;
  private final Records records;

  Messages(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.records = pipeline.records();
    // kept from the first moment, so that nothing is lost before the application has a handler
    pipeline.inbox().expect(BasicMessage.KIND);
  }

  /**
   * Sends a message. It is tried until the agent's delivery deadline; what is not delivered by then
   * is listed in the {@link Agent#outbox outbox} as given up, with the reason. Delivered is what
   * the peer's endpoint has taken, or its mediator; each mediator makes a message longer by a
   * third, and what outgrows the limit so is not sent.
   *
   * @return the message's id
   * @throws ConnectionNotFoundException if this wallet has no such connection
   * @throws ConnectionNotEstablishedException if it is not established
   * @throws IllegalArgumentException if it is larger than a peer with our limits would take: about
   *     three quarters of {@link Limit#MESSAGE_BYTES}
   * @throws OutboxFullException if too many messages wait already, for this peer or in all
   */
  public String send(String connectionId, MessageContent content) {
    Connection connection =
        records
            .findConnection(connectionId)
            .orElseThrow(() -> new ConnectionNotFoundException(connectionId));
    if (!connection.isEstablished()) {
      throw new ConnectionNotEstablishedException(
          connection, "messages can be sent once the connection is established");
    }
    checkRoom(connection);
    Instant now = records.now();
    Message message =
        Message.builder(pipeline.parts().ids().get(), content.type())
            .from(connection.ourDid())
            .to(connection.theirDid().orElseThrow())
            .createdTime(now)
            .body(content.body())
            .headers(content.headers())
            .build();
    checkSize(message);
    pipeline
        .commits()
        .commit(
            records
                .draft(now)
                .send(
                    connection.id(),
                    message,
                    connection.profile(),
                    pipeline.parts().deadlines().forMessage(now)));
    return message.id();
  }

  /**
   * Has messages of a kind handed to a handler, those that have arrived before included. A message
   * that was handed over when we died, or whose handler threw, is handed over again: handle it so
   * that twice does no harm, or {@linkplain #onReceived(MessageKind, Inbox.FullCallback) recognise
   * it by its id}. One whose handler still throws after the agent's delivery deadline, or that has
   * had none for so long, is listed in the {@link Agent#inbox inbox} as given up, and makes room
   * for those behind it.
   *
   * @param kind such as {@link BasicMessage#KIND}
   * @param handler may block, and call this agent; the messages of one connection come one at a
   *     time
   * @return ends it when closed; messages then wait for the next handler
   * @throws IllegalStateException if there is a handler for this kind already
   */
  public <T> Registration onReceived(MessageKind<T> kind, Inbox.Callback<T> handler) {
    return onReceived(kind, (from, content, message) -> handler.received(from, content));
  }

  /**
   * The same with the message itself, for who needs its id to recognise what was handed over
   * before, its thread to answer in, or its headers.
   */
  public <T> Registration onReceived(MessageKind<T> kind, Inbox.FullCallback<T> handler) {
    Objects.requireNonNull(handler, "a handler");
    return pipeline.inbox().handle(kind, handler);
  }

  // Encrypting makes four characters of three bytes, and adds headers and tags.
  private void checkSize(Message message) {
    int most = (pipeline.parts().limits().of(Limit.MESSAGE_BYTES) - ENVELOPE_BYTES) / 4 * 3;
    int size = message.toJson().toBytes().length;
    if (size > most) {
      throw new IllegalArgumentException(
          "the message has " + size + " bytes, and at most " + most + " can be sent; split it");
    }
  }

  private void checkRoom(Connection connection) {
    int perPeer = pipeline.parts().limits().of(Limit.OUTBOX_PER_PEER);
    if (records.isFull(Queue.OUTBOX, Optional.of(connection.id()), perPeer)) {
      throw new OutboxFullException(
          "as many messages as may wait for this peer do, or were given up: "
              + perPeer
              + "; look at agent.outbox()");
    }
    OutboxFullException.checkTotal(pipeline);
  }
}
