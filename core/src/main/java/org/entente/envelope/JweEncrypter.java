package org.entente.envelope;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.entente.did.Curve;
import org.entente.did.CurveArithmetic;
import org.entente.did.OwnKey;
import org.entente.did.PublicJwk;
import org.entente.envelope.ContentEncryption.Encrypted;
import org.entente.json.Base64Url;
import org.entente.keys.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Makes encrypted envelopes: a fresh ephemeral key, content key and IV for each, also when the same
 * message is sent again (threat model S11).
 */
final class JweEncrypter {
  private final FreshKeys fresh;
  private final CurveArithmetic arithmetic;
  private final StaticAgreements agreements;

  /**
   * A recipient's key.
   *
   * @param kid by which the recipient knows it
   * @param key on the same curve as all others
   */
  record RecipientKey(String kid, PublicJwk key) {}

  /**
   * The sender's key of an authenticated envelope.
   *
   * @param kid by which the recipient knows it
   */
  record SenderKey(String kid, OwnKey key) {}

  JweEncrypter(FreshKeys fresh, CurveArithmetic arithmetic, StaticAgreements agreements) {
    this.fresh = fresh;
    this.arithmetic = arithmetic;
    this.agreements = agreements;
  }

  /** Encrypts; anonymously if there is no sender. */
  Jwe encrypt(
      byte[] plaintext,
      ContentEncryption enc,
      @Nullable SenderKey sender,
      List<RecipientKey> recipients) {
    Curve curve = recipients.get(0).key().curve();
    CurveArithmetic.KeyPair ephemeral = fresh.ephemeral(curve);
    byte[] cek = fresh.bytes(enc.cekBytes());
    byte[] iv = fresh.bytes(enc.ivBytes());
    List<String> kids = recipients.stream().map(RecipientKey::kid).toList();
    JweHeader header =
        sender == null
            ? JweHeader.anonymous(enc, ephemeral.publicKey(), kids)
            : JweHeader.authenticated(enc, ephemeral.publicKey(), sender.kid(), kids);
    String protectedText = Base64Url.encode(header.toJson().toBytes());
    byte[] aad = protectedText.getBytes(StandardCharsets.US_ASCII);
    try {
      // before the keys are wrapped: 1PU binds each wrapped key to the content's tag
      Encrypted content = enc.encrypt(cek, iv, aad, plaintext);
      List<Jwe.Recipient> wrapped = new ArrayList<>(recipients.size());
      for (RecipientKey recipient : recipients) {
        byte[] encryptedKey =
            wrap(header, content, ephemeral.privateKey(), sender, recipient.key(), cek);
        wrapped.add(new Jwe.Recipient(recipient.kid(), encryptedKey));
      }
      return new Jwe(protectedText, header, wrapped, iv, content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("keys and IVs of our own making are never refused", e);
    } finally {
      Arrays.fill(cek, (byte) 0);
      ephemeral.privateKey().close();
    }
  }

  private byte[] wrap(
      JweHeader header,
      Encrypted content,
      Secret ephemeralPrivateKey,
      @Nullable SenderKey sender,
      PublicJwk recipient,
      byte[] cek)
      throws GeneralSecurityException {
    try (Secret ze = arithmetic.agree(ephemeralPrivateKey, recipient);
        Secret zs = sender == null ? null : agreements.agree(sender.key(), recipient)) {
      if (sender != null && zs != null) {
        agreements.keep(sender.key(), recipient, zs);
      }
      return KeyWrapping.wrap(header, content, ze, zs, cek);
    }
  }
}
