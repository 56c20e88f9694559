package org.entente.envelope;

import java.time.Instant;
import org.entente.json.JsonObject;
import org.entente.message.Message;
import org.entente.message.MessageType;

/** Messages to protect. */
final class Plaintexts {
  static final MessageType TYPE = new MessageType("https://example.org/chat/1.0/message");

  private Plaintexts() {}

  /** A message from one party to another. */
  static Message message(Peer from, Peer to) {
    return message(from, to, "Hello");
  }

  /** A message with this content. */
  static Message message(Peer from, Peer to, String content) {
    return Message.builder("1234", TYPE)
        .from(from.did)
        .to(to.did)
        .createdTime(Instant.ofEpochSecond(1_700_000_000))
        .body(JsonObject.builder().put("content", content).build())
        .build();
  }

  static byte[] bytes(Message message) {
    return message.toJson().toBytes();
  }

  /** The bytes of a message from one party to another. */
  static byte[] bytes(Peer from, Peer to) {
    return bytes(message(from, to));
  }
}
