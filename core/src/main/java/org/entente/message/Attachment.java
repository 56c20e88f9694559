package org.entente.message;

import java.util.Optional;
import org.entente.json.JsonObject;

/**
 * An attachment of a message or invitation (DIDComm v2 §Attachments): kept, shown, never acted on.
 *
 * <p>Links in it are not followed. Immutable.
 *
 * @param json the whole attachment as it came
 */
public record Attachment(JsonObject json) {
  /** Its id within the message. */
  public Optional<String> id() {
    return text("id");
  }

  /** Its media type. */
  public Optional<String> mediaType() {
    return text("media_type");
  }

  /** Its content, of whatever form: {@code json}, {@code base64} or {@code links}. */
  public JsonObject data() {
    return json.value("data") instanceof JsonObject data ? data : JsonObject.empty();
  }

  // Lenient on purpose: an attachment that we do not act on must not make its message unreadable.
  private Optional<String> text(String name) {
    return json.value(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }
}
