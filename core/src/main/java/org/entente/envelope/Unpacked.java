package org.entente.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.entente.did.Did;
import org.entente.did.DidUrl;
import org.entente.did.PeerDid;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.message.Message;

/**
 * A message that arrived, and how it was protected. Immutable.
 *
 * @param message the plaintext; who it says it is from has been checked against the protection
 * @param protection how it was protected
 * @param rotation that its author gives up another DID for this one, or gives one up for good
 */
public record Unpacked(Message message, Protection protection, Optional<Rotation> rotation) {
  /** A message of an author who keeps their DID. */
  public Unpacked(Message message, Protection protection) {
    this(message, protection, Optional.empty());
  }

  /**
   * Whether the message is addressed to the DID of ours that it was encrypted to. If not, somebody
   * may have passed on what was meant for others; so it is for the receiver to judge (DIDComm v2
   * §Message Headers, {@code to}). A message that names nobody counts as addressed.
   */
  public boolean isAddressed() {
    return Consistency.isAddressed(message, protection);
  }

  /**
   * What the message is recognised by when it comes again: our DID, the proven author and the id,
   * so that nobody can use up the ids of another. Empty if it has no proven author.
   */
  public Optional<String> deduplicationKey() {
    Optional<Did> recipient = protection.recipient().map(DidUrl::did);
    Optional<Did> author = protection.author();
    return recipient.isEmpty() || author.isEmpty()
        ? Optional.empty()
        : Optional.of(hash(party(recipient.get()), party(author.get()), message.id()));
  }

  /**
   * A digest of what the message says: type, threads, from, to, body and attachments. Times are
   * left out, for the PRISM agents change them when they send a message again.
   */
  public String digest() {
    Optional<Did> recipient = protection.recipient().map(DidUrl::did);
    JsonObject.Builder said =
        JsonObject.builder()
            .put("from", message.from().map(from -> named(from, protection.author())))
            .put("to", message.to().stream().map(to -> named(to, recipient)).toList())
            .put("body", message.body())
            .put("attachments", message.attachments().stream().map(a -> a.json()).toList());
    message.thread().ifPresent(thread -> said.put("thid", thread.value()));
    message.parentThread().ifPresent(thread -> said.put("pthid", thread.value()));
    return hash(message.type().uri(), said.build().toJson());
  }

  // The two parties are in the key already; there it does not matter by which of their names.
  private static String named(Did did, Optional<Did> party) {
    return party.filter(other -> PeerDid.isSameParty(did, other)).isPresent() ? "" : did.value();
  }

  // a party may call itself by its long name once, and by its short one the next time
  private static String party(Did did) {
    return PeerDid.canonical(did).value();
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
