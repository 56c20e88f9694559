package org.entente.message;

import java.util.Objects;
import java.util.Optional;
import org.entente.json.JsonObject;

/**
 * A text for a human being: {@code basicmessage/2.0}. Immutable.
 *
 * @param content the text; from a peer it is anything at all, so treat it as text and never as
 *     markup
 * @param language the language it is written in, as an IETF tag such as {@code en}
 */
public record BasicMessage(String content, Optional<String> language) implements MessageContent {
  /** The type of a basic message. */
  public static final MessageType TYPE =
      new MessageType("https://didcomm.org/basicmessage/2.0/message");

  /** How basic messages are told and read. */
  public static final MessageKind<BasicMessage> KIND =
      new MessageKind<>() {
        @Override
        public MessageType type() {
          return TYPE;
        }

        @Override
        public BasicMessage read(Message message) {
          return new BasicMessage(
              message.body().getString("content"), message.headers().string("lang"));
        }
      };

  /** Neither may be null. */
  public BasicMessage {
    Objects.requireNonNull(content, "a content");
    Objects.requireNonNull(language, "a language, or Optional.empty()");
  }

  /** A text in no particular language. */
  public BasicMessage(String content) {
    this(content, Optional.empty());
  }

  @Override
  public MessageType type() {
    return TYPE;
  }

  @Override
  public JsonObject body() {
    return JsonObject.builder().put("content", content).build();
  }

  @Override
  public JsonObject headers() {
    return JsonObject.builder().put("lang", language).build();
  }

  /** Shows how long the text is, not the text: messages do not belong in logs. */
  @Override
  public String toString() {
    return "BasicMessage(" + content.length() + " characters)";
  }
}
