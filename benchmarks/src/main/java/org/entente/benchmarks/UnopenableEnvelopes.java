package org.entente.benchmarks;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.entente.did.Did;
import org.entente.envelope.Envelopes;
import org.entente.envelope.KeyRing;
import org.entente.envelope.Packing;
import org.entente.exception.InvalidMessageException;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;
import org.entente.message.Message;
import org.entente.message.MessageType;

/**
 * Envelopes of ECDH-ES+A256KW and A256CBC-HS512 that their recipient cannot open, for one reason
 * each. Whoever packs an envelope knows its content key, and so can put anything behind a good tag.
 */
final class UnopenableEnvelopes {
  /** Why it cannot be opened. */
  enum Reason {
    BAD_TAG,
    BAD_PADDING,
    WRONG_WRAPPED_KEY
  }

  private static final int BLOCK_BYTES = 16;
  private static final int CEK_BYTES = 64;

  private final Remembering random = new Remembering();
  private final KeyRing recipientsKeys = new KeyRing();
  private final Did recipient = recipientsKeys.newPeerDid(URI.create("https://bob.example/"));
  private final Envelopes recipientsEnvelopes = Envelopes.of(recipientsKeys);
  private final KeyRing none = new KeyRing();
  private final Envelopes sendersEnvelopes =
      Envelopes.builder(none, none.keyManager()).random(random).build();
  private final Message message;

  /**
   * Envelopes around a text.
   *
   * @param contentBytes length of the text
   */
  UnopenableEnvelopes(int contentBytes) {
    this.message =
        Message.builder("1", new MessageType("https://didcomm.org/basicmessage/2.0/message"))
            .to(recipient)
            .body(JsonObject.builder().put("content", "a".repeat(contentBytes)).build())
            .build();
  }

  /** Another one each time. */
  byte[] make(Reason reason) {
    JsonObject envelope =
        new JsonReader(Limits.defaults()).read(sendersEnvelopes.pack(message, Packing.anoncrypt()));
    return switch (reason) {
      case BAD_TAG -> turn(envelope.getString("tag"), tag -> with(envelope, "tag", tag));
      case BAD_PADDING -> withoutPadding(envelope);
      case WRONG_WRAPPED_KEY -> {
        JsonObject first = envelope.objects("recipients").get(0);
        yield turn(
            first.getString("encrypted_key"),
            key -> with(envelope, "recipients", List.of(with(first, "encrypted_key", key))));
      }
    };
  }

  /**
   * Tries to open one.
   *
   * @throws IllegalStateException if it can be opened
   */
  void refuse(byte[] packed) {
    try {
      var unused = recipientsEnvelopes.unpack(packed);
    } catch (InvalidMessageException e) {
      if (e.kind() == InvalidMessageException.Kind.REFUSED) {
        return;
      }
    }
    throw new IllegalStateException("not refused as what cannot be decrypted");
  }

  private interface Put {
    JsonObject put(String base64Url);
  }

  private static byte[] turn(String base64Url, Put put) {
    byte[] bytes = Base64Url.decode(base64Url);
    bytes[bytes.length / 2] ^= 1;
    return put.put(Base64Url.encode(bytes)).toBytes();
  }

  /** As many blocks as before, of zeros, which is no padding, and the tag that belongs to them. */
  private byte[] withoutPadding(JsonObject envelope) {
    byte[] cek = random.lastOf(CEK_BYTES);
    byte[] iv = Base64Url.decode(envelope.getString("iv"));
    byte[] aad = envelope.getString("protected").getBytes(StandardCharsets.US_ASCII);
    int length = Base64Url.decode(envelope.getString("ciphertext")).length;
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      SecretKeySpec encKey = new SecretKeySpec(cek, CEK_BYTES / 2, CEK_BYTES / 2, "AES");
      cipher.init(Cipher.ENCRYPT_MODE, encKey, new IvParameterSpec(iv));
      byte[] ciphertext = cipher.doFinal(new byte[length - length % BLOCK_BYTES]);
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(cek, 0, CEK_BYTES / 2, "HmacSHA512"));
      mac.update(aad);
      mac.update(iv);
      mac.update(ciphertext);
      mac.update(ByteBuffer.allocate(Long.BYTES).putLong(aad.length * 8L).array());
      byte[] tag = Arrays.copyOf(mac.doFinal(), CEK_BYTES / 2);
      JsonObject other = with(envelope, "ciphertext", Base64Url.encode(ciphertext));
      return with(other, "tag", Base64Url.encode(tag)).toBytes();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonObject with(JsonObject json, String name, Object value) {
    return JsonObject.builder().putAll(json).put(name, value).build();
  }

  /** Gives good random numbers, and knows which it gave last. */
  private static final class Remembering extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private byte[] last = new byte[0];

    @Override
    public void nextBytes(byte[] bytes) {
      super.nextBytes(bytes);
      if (bytes.length == CEK_BYTES) {
        last = bytes.clone();
      }
    }

    byte[] lastOf(int length) {
      if (last.length != length) {
        throw new IllegalStateException("no content key was drawn");
      }
      return last;
    }
  }
}
