package org.entente.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.entente.did.Did;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.message.Message;

/**
 * A message that arrived, and how it was protected. Immutable.
 *
 * @param message the plaintext; who it says it is from has been checked against the protection
 * @param protection how it was protected
 */
public record Unpacked(Message message, Protection protection) {
  /**
   * What the message is recognised by when it comes again: our DID, the proven author and the id,
   * so that nobody can use up the ids of another. Empty if it has no proven author.
   */
  public Optional<String> deduplicationKey() {
    if (protection.recipient().isEmpty() || protection.author().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        hash(
            protection.recipient().get().did().value(),
            protection.author().get().value(),
            message.id()));
  }

  /**
   * A digest of what the message says: type, threads, from, to, body and attachments. Times are
   * left out, for the PRISM agents change them when they send a message again.
   */
  public String digest() {
    JsonObject.Builder said =
        JsonObject.builder()
            .put("from", message.from().map(Did::value))
            .put("to", message.to().stream().map(Did::value).toList())
            .put("body", message.body())
            .put("attachments", message.attachments().stream().map(a -> a.json()).toList());
    message.thread().ifPresent(thread -> said.put("thid", thread.value()));
    message.parentThread().ifPresent(thread -> said.put("pthid", thread.value()));
    return hash(message.type().uri(), said.build().toJson());
  }

  // Each part is preceded by its length, so that no two lists of parts give the same bytes.
  private static String hash(String... parts) {
    MessageDigest sha256 = Jca.sha256();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      sha256.update(bytes);
    }
    return Base64Url.encode(sha256.digest());
  }
}
