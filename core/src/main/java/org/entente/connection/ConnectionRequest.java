package org.entente.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entente.did.Did;
import org.entente.json.JsonObject;
import org.entente.message.Invitation;
import org.entente.message.Message;
import org.entente.message.MessageType;
import org.entente.message.ThreadId;

/** The message by which an invitee asks to connect, as the PRISM agents write it. */
public final class ConnectionRequest {
  /** Its type; the name never followed the project's renaming. */
  public static final MessageType TYPE =
      new MessageType("https://atalaprism.io/mercury/connections/1.0/request");

  /** What the PRISM agents write; nobody is known to check it. */
  static final Duration LIFETIME = Duration.ofSeconds(1000);

  // A header of our own: peers ignore those that they do not know.
  private static final JsonObject FEATURES =
      JsonObject.builder()
          .put("entente", JsonObject.builder().put("from_prior", true).build())
          .build();

  private ConnectionRequest() {}

  /**
   * The request that answers an invitation.
   *
   * <p>Thread and parent thread are both the invitation's id: one generation of peers looks it up
   * by the one, the next by the other.
   */
  static Message answering(Invitation invitation, String id, Did from, Instant now) {
    ThreadId thread = new ThreadId(invitation.id());
    return Message.builder(id, TYPE)
        .from(from)
        .to(invitation.from())
        .createdTime(now)
        .expiresTime(now.plus(LIFETIME))
        .body(copyOfGoal(invitation.toJson().object("body").orElse(JsonObject.empty())))
        .attachments(List.of())
        .thread(thread)
        .parentThread(thread)
        .headers(FEATURES)
        .build();
  }

  /**
   * Whether the requester follows an inviter that takes another DID for it. The PRISM agents do not
   * and would go on answering the old one; only who says so does.
   */
  static boolean followsMoves(Message request) {
    return request
        .headers()
        .object("entente")
        .flatMap(features -> features.bool("from_prior"))
        .orElse(false);
  }

  /**
   * The invitation that a request names: by its thread, else its parent thread, else its own id.
   *
   * @return candidates, best first
   */
  public static List<String> invitationIds(Message request) {
    return List.of(
            request.thread().map(ThreadId::value),
            request.parentThread().map(ThreadId::value),
            Optional.of(request.id()))
        .stream()
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  /** The three members that each message of the exchange takes over from the one before. */
  static JsonObject copyOfGoal(JsonObject body) {
    JsonObject.Builder copy = JsonObject.builder();
    for (String name : List.of("goal_code", "goal", "accept")) {
      Object value = body.value(name);
      if (value != null) {
        copy.put(name, value);
      }
    }
    return copy.build();
  }
}
