package org.entente.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.entente.did.Curve;
import org.entente.did.CurveArithmetic;
import org.entente.did.OwnKey;
import org.entente.did.PublicJwk;
import org.entente.envelope.ContentEncryption.Encrypted;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.keys.Secret;
import org.entente.limits.Limits;

/**
 * Makes envelopes piece by piece, so that one piece can be made wrong while everything else fits.
 * What is left alone makes an envelope that is accepted.
 */
final class Forge {
  private final KeyWrappingAlgorithm alg;
  private final Peer recipient;
  private ContentEncryption enc = ContentEncryption.A256CBC_HS512;
  private Peer sender;
  private OwnKey senderKey;
  private String skid;
  private byte[] apu;
  private byte[] apv;
  private List<String> kids;
  private PublicJwk recipientKey;
  private PublicJwk epk;
  private Secret ze;
  private Secret zs;
  private byte[] wrappedCek;
  private byte[] contentKey;
  private byte[] iv;
  private int unpaddedBytes = -1;
  private UnaryOperator<byte[]> header = UnaryOperator.identity();
  private UnaryOperator<String> protectedText = UnaryOperator.identity();
  private UnaryOperator<byte[]> encryptedKey = UnaryOperator.identity();
  private UnaryOperator<JsonObject> envelope = UnaryOperator.identity();

  private Forge(KeyWrappingAlgorithm alg, Peer recipient) {
    this.alg = alg;
    this.recipient = recipient;
    this.kids = List.of(recipient.kid());
    this.recipientKey = recipient.agreement.get(0).publicKey();
  }

  static Forge authcrypt(Peer sender, Peer recipient) {
    Forge forge = new Forge(KeyWrappingAlgorithm.ECDH_1PU_A256KW, recipient);
    forge.sender = sender;
    forge.senderKey = sender.agreement.get(0);
    return forge.skid(sender.kid());
  }

  static Forge anoncrypt(Peer recipient) {
    return new Forge(KeyWrappingAlgorithm.ECDH_ES_A256KW, recipient);
  }

  Forge enc(ContentEncryption enc) {
    this.enc = enc;
    return this;
  }

  /** Another key id for the sender, in skid and apu. */
  Forge skid(String skid) {
    this.skid = skid;
    this.apu = skid.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  Forge apu(String apu) {
    this.apu = apu.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  Forge apv(byte[] apv) {
    this.apv = apv;
    return this;
  }

  /** The recipients' names; the key is wrapped for the first one. */
  Forge kids(List<String> kids) {
    this.kids = kids;
    return this;
  }

  /** To the second key of the recipient instead of the first. */
  Forge second() {
    this.kids = List.of(recipient.kid("key-2"));
    this.recipientKey = recipient.agreement.get(1).publicKey();
    return this;
  }

  /** Another ephemeral public key, and the secret that the forger hopes to be agreed on. */
  Forge epk(PublicJwk epk, byte[] ze) {
    this.epk = epk;
    this.ze = Secret.copyOf(ze);
    return this;
  }

  /** The static secret that the forger hopes to be agreed on. */
  Forge zs(byte[] zs) {
    this.zs = Secret.copyOf(zs);
    return this;
  }

  /** Wraps this instead of the key that the content was encrypted with. */
  Forge wrapping(byte[] wrappedCek) {
    this.wrappedCek = wrappedCek;
    return this;
  }

  /** Encrypts the content with this key and IV, of whatever lengths the cipher takes. */
  Forge content(byte[] contentKey, byte[] iv) {
    this.contentKey = contentKey;
    this.iv = iv;
    return this;
  }

  /**
   * Encrypts zeros by A256CBC-HS512 without padding, which the tag then covers. What is more than
   * whole blocks is not encrypted.
   */
  Forge unpadded(int bytes) {
    this.unpaddedBytes = bytes;
    return this;
  }

  /** Changes the protected header's text before it is authenticated. */
  Forge headerText(UnaryOperator<byte[]> change) {
    this.header = change;
    return this;
  }

  /** Changes the protected header before it is authenticated. */
  Forge header(UnaryOperator<JsonObject> change) {
    return headerText(text -> change.apply(json(text)).toBytes());
  }

  /** Changes the spelling of the protected header before it is authenticated. */
  Forge protectedText(UnaryOperator<String> change) {
    this.protectedText = change;
    return this;
  }

  /** Changes the wrapped key afterwards. */
  Forge encryptedKey(UnaryOperator<byte[]> change) {
    this.encryptedKey = change;
    return this;
  }

  /** Changes the finished envelope. */
  Forge envelope(UnaryOperator<JsonObject> change) {
    this.envelope = change;
    return this;
  }

  byte[] seal(byte[] plaintext) {
    FreshKeys fresh = FreshKeys.of(Peer.RANDOM, Peer.ARITHMETIC);
    CurveArithmetic.KeyPair ephemeral = fresh.ephemeral(Curve.X25519);
    if (epk == null) {
      epk(
          ephemeral.publicKey(),
          Peer.ARITHMETIC.agree(ephemeral.privateKey(), recipientKey).expose());
    }
    if (zs == null && sender != null) {
      zs = sender.keyManager.agree(senderKey, recipientKey);
    }
    JweHeader fitting = JweHeader.anonymous(enc, epk, kids);
    JweHeader read =
        new JweHeader(
            alg,
            enc,
            epk,
            Optional.ofNullable(skid),
            apu == null ? new byte[0] : apu,
            apv == null ? fitting.apv() : apv);
    String text = protectedText.apply(Base64Url.encode(header.apply(read.toJson().toBytes())));
    if (contentKey == null) {
      content(fresh.bytes(enc.cekBytes()), fresh.bytes(enc.ivBytes()));
    }
    byte[] cek = contentKey;
    try {
      byte[] aad = text.getBytes(StandardCharsets.US_ASCII);
      Encrypted content =
          unpaddedBytes < 0 ? enc.encrypt(cek, iv, aad, plaintext) : unpadded(cek, iv, aad);
      byte[] wrapped =
          KeyWrapping.wrap(read, content, ze, zs, wrappedCek == null ? cek : wrappedCek);
      List<Jwe.Recipient> recipients = new ArrayList<>();
      recipients.add(new Jwe.Recipient(kids.get(0), encryptedKey.apply(wrapped)));
      kids.stream()
          .skip(1)
          .forEach(kid -> recipients.add(new Jwe.Recipient(kid, fresh.bytes(wrapped.length))));
      JsonObject json = new Jwe(text, read, recipients, iv, content).toJson();
      return envelope.apply(json).toBytes();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A signed envelope in the form that the PRISM agents write. */
  static byte[] sign(Peer signer, byte[] payload) {
    return sign(signer, signer.signingKid(), "EdDSA", payload);
  }

  /** A signed envelope with this kid and alg, signed with Ed25519 in any case. */
  static byte[] sign(Peer signer, String kid, String alg, byte[] payload) {
    JsonObject header = JsonObject.builder().put("typ", MediaTypes.SIGNED).put("alg", alg).build();
    return sign(signer, kid, Base64Url.encode(header.toBytes()), Base64Url.encode(payload), 1);
  }

  /** A signed envelope of these texts, with the one signature several times. */
  static byte[] sign(
      Peer signer, String kid, String protectedText, String payloadText, int signatures) {
    byte[] input = (protectedText + '.' + payloadText).getBytes(StandardCharsets.US_ASCII);
    JsonObject signature =
        JsonObject.builder()
            .put("protected", protectedText)
            .put(
                "signature",
                Base64Url.encode(signer.keyManager.sign(signer.authentication.get(0), input)))
            .put("header", JsonObject.builder().put("kid", kid).build())
            .build();
    return JsonObject.builder()
        .put("payload", payloadText)
        .put("signatures", Collections.nCopies(signatures, signature))
        .build()
        .toBytes();
  }

  // RFC 7518 §5.2.2.1, but for step 2
  private Encrypted unpadded(byte[] cek, byte[] iv, byte[] aad) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
    SecretKeySpec encKey = new SecretKeySpec(cek, 32, 32, "AES");
    cipher.init(Cipher.ENCRYPT_MODE, encKey, new IvParameterSpec(iv));
    byte[] blocks = cipher.doFinal(new byte[unpaddedBytes / 16 * 16]);
    byte[] ciphertext = Arrays.copyOf(blocks, unpaddedBytes);
    Mac mac = Mac.getInstance("HmacSHA512");
    mac.init(new SecretKeySpec(cek, 0, 32, "HmacSHA512"));
    mac.update(aad);
    mac.update(iv);
    mac.update(ciphertext);
    mac.update(ByteBuffer.allocate(8).putLong(aad.length * 8L).array());
    return new Encrypted(ciphertext, Arrays.copyOf(mac.doFinal(), 32));
  }

  static JsonObject json(byte[] text) {
    return new JsonReader(Limits.defaults()).read(text);
  }

  /** The object with one member put or replaced. */
  static JsonObject with(JsonObject json, String name, Object value) {
    return JsonObject.builder().putAll(json).put(name, value).build();
  }

  /** The envelope with one member put into or replaced in its first recipient or signature. */
  static JsonObject withInFirst(JsonObject json, String array, String name, Object value) {
    List<JsonObject> elements = new ArrayList<>(json.objects(array));
    elements.set(0, with(elements.get(0), name, value));
    return with(json, array, elements);
  }
}
