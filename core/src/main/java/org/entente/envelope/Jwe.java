package org.entente.envelope;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.entente.did.Did;
import org.entente.did.DidUrl;
import org.entente.did.PeerDid;
import org.entente.envelope.ContentEncryption.Encrypted;
import org.entente.exception.InvalidMessageException;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limit;
import org.entente.limits.Limits;

/**
 * An encrypted envelope in JWE JSON serialization (RFC 7516 §7.2).
 *
 * @param protectedText the protected header as it is on the wire: the additional authenticated data
 * @param header the same, read
 * @param recipients each with the content key wrapped for it
 * @param iv initialization vector
 * @param content ciphertext and tag
 */
record Jwe(
    String protectedText,
    JweHeader header,
    List<Recipient> recipients,
    byte[] iv,
    Encrypted content) {

  private static final Set<String> GENERAL =
      Set.of("protected", "recipients", "iv", "ciphertext", "tag");
  private static final Set<String> FLATTENED =
      Set.of("protected", "encrypted_key", "header", "iv", "ciphertext", "tag");
  private static final Set<String> KID_ONLY = Set.of("kid");

  /**
   * One recipient.
   *
   * @param kid its key
   * @param encryptedKey the content key, wrapped
   */
  record Recipient(String kid, byte[] encryptedKey) {}

  static boolean isJwe(JsonObject json) {
    return json.has("ciphertext");
  }

  /**
   * Reads an envelope, and checks all of it that needs no key.
   *
   * @throws InvalidMessageException if it is not exactly what DIDComm v2 allows
   */
  static Jwe read(JsonObject json, JsonReader reader, Limits limits) {
    List<Recipient> recipients = recipients(json, limits);
    List<String> kids = recipients.stream().map(Recipient::kid).toList();
    checkKids(kids);
    String protectedText = json.getString("protected");
    // three bytes in four characters
    limits.check(Limit.PROTECTED_HEADER_BYTES, protectedText.length() * 3L / 4);
    JweHeader header = JweHeader.read(reader.read(Base64Url.decode(protectedText)), kids);
    byte[] iv = exactly(header.enc().ivBytes(), json.getString("iv"), "iv");
    byte[] tag = exactly(header.enc().tagBytes(), json.getString("tag"), "tag");
    byte[] ciphertext = Base64Url.decode(json.getString("ciphertext"));
    return new Jwe(protectedText, header, recipients, iv, new Encrypted(ciphertext, tag));
  }

  /** The JSON in the member order of the PRISM agents, general form. */
  JsonObject toJson() {
    List<JsonObject> list = new ArrayList<>(recipients.size());
    for (Recipient recipient : recipients) {
      list.add(
          JsonObject.builder()
              .put("encrypted_key", Base64Url.encode(recipient.encryptedKey()))
              .put("header", JsonObject.builder().put("kid", recipient.kid()).build())
              .build());
    }
    return JsonObject.builder()
        .put("ciphertext", Base64Url.encode(content.ciphertext()))
        .put("protected", protectedText)
        .put("recipients", list)
        .put("tag", Base64Url.encode(content.tag()))
        .put("iv", Base64Url.encode(iv))
        .build();
  }

  /** The additional authenticated data: the text as received, never written anew. */
  byte[] aad() {
    return protectedText.getBytes(StandardCharsets.US_ASCII);
  }

  private static List<Recipient> recipients(JsonObject json, Limits limits) {
    List<Recipient> recipients = new ArrayList<>();
    if (json.has("recipients")) {
      checkMembers(json, GENERAL);
      List<JsonObject> list = json.objects("recipients");
      limits.check(Limit.RECIPIENTS, list.size());
      for (JsonObject recipient : list) {
        checkMembers(recipient, Set.of("encrypted_key", "header"));
        recipients.add(recipient(recipient));
      }
    } else {
      checkMembers(json, FLATTENED);
      recipients.add(recipient(json));
    }
    if (recipients.isEmpty()) {
      throw InvalidMessageException.malformed("the envelope has no recipient");
    }
    return recipients;
  }

  private static Recipient recipient(JsonObject json) {
    JsonObject header = json.getObject("header");
    checkMembers(header, KID_ONLY);
    return new Recipient(
        header.getString("kid"), Base64Url.decode(json.getString("encrypted_key")));
  }

  // DIDComm v2: an envelope is for the keys of one DID.
  private static void checkKids(List<String> kids) {
    Did first = did(kids.get(0));
    for (String kid : kids) {
      if (!PeerDid.isSameParty(did(kid), first)) {
        throw InvalidMessageException.malformed("the recipients' keys belong to several DIDs");
      }
    }
    if (new HashSet<>(kids).size() < kids.size()) {
      throw InvalidMessageException.malformed("a recipient's key is named twice");
    }
  }

  private static Did did(String kid) {
    return DidUrl.parse(kid)
        .orElseThrow(() -> InvalidMessageException.malformed("a kid is no DID URL"))
        .did();
  }

  private static void checkMembers(JsonObject json, Set<String> allowed) {
    if (!allowed.containsAll(json.names())) {
      throw InvalidMessageException.malformed("the envelope has a member that is not allowed");
    }
  }

  private static byte[] exactly(int length, String base64Url, String name) {
    byte[] bytes = Base64Url.decode(base64Url);
    if (bytes.length != length) {
      throw InvalidMessageException.malformed("member " + name + " has the wrong length");
    }
    return bytes;
  }
}
