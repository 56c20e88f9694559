package org.entente.message;

import java.util.List;
import java.util.Optional;
import org.entente.did.Did;
import org.entente.did.DidUrl;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;

/**
 * A packed message on its way through a mediator: {@code routing/2.0/forward} (DIDComm v2 §Routing
 * Protocol 2.0). Immutable.
 *
 * <p>A mediator learns who gets the message next, and nothing else.
 */
public final class Forward {
  /** The type of a forward. */
  public static final MessageType TYPE = new MessageType("https://didcomm.org/routing/2.0/forward");

  private static final String ENCRYPTED = "application/didcomm-encrypted+json";

  private final String next;
  private final List<byte[]> attachments;

  private Forward(String next, List<byte[]> attachments) {
    this.next = next;
    this.attachments = attachments;
  }

  /**
   * The message that asks a mediator to pass another one on. It says nothing of who sends it, and
   * no time; give it an {@code expires_time} with {@link Message#toBuilder}.
   *
   * @param id of the forward, and of its attachment
   * @param mediator who is to read the forward
   * @param next who gets the packed message: a DID, or the key id of a further mediator
   * @param packed an encrypted envelope
   * @throws IllegalArgumentException if the id is none, or {@code next} is neither
   */
  public static Message of(String id, Did mediator, String next, JsonObject packed) {
    if (!isParty(next)) {
      throw new IllegalArgumentException("next must be a DID, or a DID and the fragment of a key");
    }
    JsonObject attachment =
        JsonObject.builder()
            .put("id", id)
            .put("media_type", ENCRYPTED)
            .put("data", JsonObject.builder().put("json", packed).build())
            .build();
    return Message.builder(id, TYPE)
        .to(mediator)
        .body(JsonObject.builder().put("next", next).build())
        .attachments(List.of(new Attachment(attachment)))
        .build();
  }

  /** Whether a message is one, of any 2.x version. */
  public static boolean isForward(Message message) {
    return message.type().isCompatibleWith(TYPE);
  }

  /**
   * Reads a forward. What is in its attachments is not looked at.
   *
   * @throws InvalidMessageException if it is none, does not say for whom, has no attachment, or one
   *     that is not there as {@code json} or {@code base64}
   */
  public static Forward read(Message message) {
    if (!isForward(message)) {
      throw InvalidMessageException.malformed("not a forward");
    }
    String next = message.body().getString("next");
    if (!isParty(next)) {
      throw InvalidMessageException.malformed("member next must be a DID or a key id");
    }
    if (message.attachments().isEmpty()) {
      throw InvalidMessageException.malformed("the forward has no attachment");
    }
    return new Forward(next, message.attachments().stream().map(Forward::packed).toList());
  }

  /** Who gets the attachments: a DID, or the key id of a further mediator, as it was written. */
  public String next() {
    return next;
  }

  /** The packed messages to pass on, at least one. */
  public List<byte[]> attachments() {
    return attachments.stream().map(byte[]::clone).toList();
  }

  private static boolean isParty(String text) {
    return Did.parse(text).isPresent() || DidUrl.parse(text).isPresent();
  }

  // Links are not followed, and two contents would be two answers to one question.
  private static byte[] packed(Attachment attachment) {
    Optional<JsonObject> json = attachment.data().object("json");
    Optional<String> base64 = attachment.data().string("base64");
    if (json.isPresent() == base64.isPresent()) {
      throw InvalidMessageException.malformed(
          "an attachment of the forward must have either json or base64");
    }
    return json.map(JsonObject::toBytes)
        .or(() -> base64.flatMap(LenientBase64::decode))
        .orElseThrow(
            () -> InvalidMessageException.malformed("an attachment of the forward is not base64"));
  }

  /** Shows how many messages it carries, not for whom: logs are not to tell who talks to whom. */
  @Override
  public String toString() {
    return "Forward(" + attachments.size() + " attachments)";
  }
}
