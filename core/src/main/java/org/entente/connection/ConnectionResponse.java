package org.entente.connection;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entente.did.Did;
import org.entente.message.Message;
import org.entente.message.MessageType;
import org.entente.message.ThreadId;

/** The message by which an inviter agrees to connect, as the PRISM agents write it. */
public final class ConnectionResponse {
  /** Its type. */
  public static final MessageType TYPE =
      new MessageType("https://atalaprism.io/mercury/connections/1.0/response");

  private ConnectionResponse() {}

  /** The response to a request, from the DID that the request was sent to. */
  static Message answering(
      Message request, String invitationId, String id, Did from, Did to, Instant now) {
    return Message.builder(id, TYPE)
        .from(from)
        .to(to)
        .createdTime(now)
        .expiresTime(now.plus(ConnectionRequest.LIFETIME))
        .body(ConnectionRequest.copyOfGoal(request.body()))
        .attachments(List.of())
        .thread(request.thread().orElseGet(() -> new ThreadId(request.id())))
        .parentThread(request.parentThread().orElseGet(() -> new ThreadId(invitationId)))
        .build();
  }

  /**
   * The invitation that a response names: by its thread, else its parent thread.
   *
   * @return candidates, best first
   */
  public static List<String> invitationIds(Message response) {
    return List.of(
            response.thread().map(ThreadId::value), response.parentThread().map(ThreadId::value))
        .stream()
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }
}
