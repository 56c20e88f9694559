package org.entente.envelope;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWECryptoParts;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWEObjectJSON;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDH1PUDecrypter;
import com.nimbusds.jose.crypto.ECDH1PUEncrypter;
import com.nimbusds.jose.crypto.ECDH1PUX25519Decrypter;
import com.nimbusds.jose.crypto.ECDH1PUX25519Encrypter;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.MultiDecrypter;
import com.nimbusds.jose.crypto.X25519Decrypter;
import com.nimbusds.jose.crypto.X25519Encrypter;
import com.nimbusds.jose.crypto.impl.AAD;
import com.nimbusds.jose.crypto.impl.AESKW;
import com.nimbusds.jose.crypto.impl.ConcatKDF;
import com.nimbusds.jose.crypto.impl.ContentCryptoProvider;
import com.nimbusds.jose.crypto.impl.ECDH;
import com.nimbusds.jose.crypto.impl.ECDH1PU;
import com.nimbusds.jose.jca.JWEJCAContext;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.SecretKey;
import org.entente.json.JsonObject;

/**
 * Envelopes as Nimbus JOSE+JWT makes and opens them, with the headers of DIDComm.
 *
 * <p>For one recipient through its ordinary encrypters, whose compact serialization is re-framed as
 * JSON: that changes nothing that is authenticated. For several, whom its encrypters would give an
 * ephemeral key each, from the parts of which these are made.
 */
final class Nimbus {
  private static final JOSEObjectType TYP = new JOSEObjectType(MediaTypes.ENCRYPTED);

  private Nimbus() {}

  /**
   * Encrypts.
   *
   * @param sender private; null for ECDH-ES
   * @param recipients on one curve
   */
  static JsonObject encrypt(
      byte[] plaintext, EncryptionMethod enc, JWK sender, List<JWK> recipients) throws Exception {
    return recipients.size() == 1
        ? encryptForOne(plaintext, enc, sender, recipients.get(0))
        : encryptForSeveral(plaintext, enc, sender, recipients);
  }

  /**
   * Opens an envelope with the key of one of its recipients.
   *
   * @param sender public; null for ECDH-ES
   */
  static byte[] decrypt(JsonObject envelope, JWK recipient, JWK sender) throws Exception {
    JWEObjectJSON json = JWEObjectJSON.parse(envelope.toJson());
    JWEDecrypter decrypter = decrypter(recipient, sender);
    if (json.getRecipients().size() == 1) {
      json.decrypt(decrypter);
      return json.getPayload().toBytes();
    }
    if (sender == null) {
      json.decrypt(new MultiDecrypter(recipient));
      return json.getPayload().toBytes();
    }
    JWEObject compact = compact(json, recipient.getKeyID()); // MultiDecrypter has no ECDH-1PU
    compact.decrypt(decrypter);
    return compact.getPayload().toBytes();
  }

  static JWEHeader.Builder header(EncryptionMethod enc, JWK sender, List<JWK> recipients)
      throws GeneralSecurityException {
    JWEAlgorithm alg = sender == null ? JWEAlgorithm.ECDH_ES_A256KW : JWEAlgorithm.ECDH_1PU_A256KW;
    JWEHeader.Builder header =
        new JWEHeader.Builder(alg, enc).type(TYP).agreementPartyVInfo(apv(recipients));
    return sender == null
        ? header
        : header
            .senderKeyID(sender.getKeyID())
            .agreementPartyUInfo(Base64URL.encode(sender.getKeyID()));
  }

  static JWEEncrypter encrypter(JWK sender, JWK recipient) throws JOSEException {
    if (recipient.getKeyType().equals(KeyType.OKP)) {
      return sender == null
          ? new X25519Encrypter(recipient.toOctetKeyPair().toPublicJWK())
          : new ECDH1PUX25519Encrypter(
              sender.toOctetKeyPair(), recipient.toOctetKeyPair().toPublicJWK());
    }
    return sender == null
        ? new ECDHEncrypter(recipient.toECKey().toPublicJWK())
        : new ECDH1PUEncrypter(
            sender.toECKey().toECPrivateKey(), recipient.toECKey().toECPublicKey());
  }

  private static JWEDecrypter decrypter(JWK recipient, JWK sender) throws JOSEException {
    if (recipient.getKeyType().equals(KeyType.OKP)) {
      return sender == null
          ? new X25519Decrypter(recipient.toOctetKeyPair())
          : new ECDH1PUX25519Decrypter(
              recipient.toOctetKeyPair(), sender.toOctetKeyPair().toPublicJWK());
    }
    return sender == null
        ? new ECDHDecrypter(recipient.toECKey())
        : new ECDH1PUDecrypter(
            recipient.toECKey().toECPrivateKey(), sender.toECKey().toECPublicKey());
  }

  private static JsonObject encryptForOne(
      byte[] plaintext, EncryptionMethod enc, JWK sender, JWK recipient) throws Exception {
    JWEHeader header = header(enc, sender, List.of(recipient)).build();
    JWEObject jwe = new JWEObject(header, new Payload(plaintext));
    jwe.encrypt(encrypter(sender, recipient));
    return json(
        jwe.getHeader(),
        jwe.getIV(),
        jwe.getCipherText(),
        jwe.getAuthTag(),
        List.of(recipient(recipient, jwe.getEncryptedKey())));
  }

  private static JsonObject encryptForSeveral(
      byte[] plaintext, EncryptionMethod enc, JWK sender, List<JWK> recipients) throws Exception {
    JWK ephemeral = generateLike(recipients.get(0));
    JWEHeader header =
        header(enc, sender, recipients).ephemeralPublicKey(ephemeral.toPublicJWK()).build();
    SecretKey cek = ContentCryptoProvider.generateCEK(enc, new SecureRandom());
    JWECryptoParts content =
        ContentCryptoProvider.encrypt(
            header, plaintext, AAD.compute(header), cek, null, new JWEJCAContext());
    List<JsonObject> wrapped = new ArrayList<>();
    for (JWK recipient : recipients) {
      SecretKey kek = kek(header, content.getAuthenticationTag(), ephemeral, sender, recipient);
      wrapped.add(recipient(recipient, Base64URL.encode(AESKW.wrapCEK(cek, kek, null))));
    }
    return json(
        header,
        content.getInitializationVector(),
        content.getCipherText(),
        content.getAuthenticationTag(),
        wrapped);
  }

  private static SecretKey kek(
      JWEHeader header, Base64URL tag, JWK ephemeral, JWK sender, JWK recipient)
      throws JOSEException {
    ConcatKDF kdf = new ConcatKDF("SHA-256");
    if (sender == null) {
      return ECDH.deriveSharedKey(header, agree(ephemeral, recipient), kdf);
    }
    SecretKey z = ECDH1PU.deriveZ(agree(ephemeral, recipient), agree(sender, recipient));
    return ECDH1PU.deriveSharedKey(header, z, tag, kdf);
  }

  private static SecretKey agree(JWK ours, JWK theirs) throws JOSEException {
    return ours.getKeyType().equals(KeyType.OKP)
        ? ECDH.deriveSharedSecret(theirs.toOctetKeyPair().toPublicJWK(), ours.toOctetKeyPair())
        : ECDH.deriveSharedSecret(
            theirs.toECKey().toECPublicKey(), ours.toECKey().toECPrivateKey(), null);
  }

  private static JWK generateLike(JWK key) throws JOSEException {
    return key.getKeyType().equals(KeyType.OKP)
        ? new OctetKeyPairGenerator(key.toOctetKeyPair().getCurve()).generate()
        : new ECKeyGenerator(key.toECKey().getCurve()).generate();
  }

  // computed here once more, so that nothing of ours takes part
  private static Base64URL apv(List<JWK> recipients) throws GeneralSecurityException {
    String kids = String.join(".", recipients.stream().map(JWK::getKeyID).sorted().toList());
    return Base64URL.encode(
        MessageDigest.getInstance("SHA-256").digest(kids.getBytes(StandardCharsets.UTF_8)));
  }

  private static JsonObject recipient(JWK key, Base64URL encryptedKey) {
    return JsonObject.builder()
        .put("encrypted_key", encryptedKey.toString())
        .put("header", JsonObject.builder().put("kid", key.getKeyID()).build())
        .build();
  }

  private static JsonObject json(
      JWEHeader header,
      Base64URL iv,
      Base64URL cipherText,
      Base64URL tag,
      List<JsonObject> recipients) {
    return JsonObject.builder()
        .put("protected", header.toBase64URL().toString())
        .put("recipients", recipients)
        .put("iv", iv.toString())
        .put("ciphertext", cipherText.toString())
        .put("tag", tag.toString())
        .build();
  }

  private static JWEObject compact(JWEObjectJSON json, String kid) throws ParseException {
    for (JWEObjectJSON.Recipient recipient : json.getRecipients()) {
      if (kid.equals(recipient.getUnprotectedHeader().getKeyID())) {
        return new JWEObject(
            json.getHeader().toBase64URL(),
            recipient.getEncryptedKey(),
            json.getIV(),
            json.getCipherText(),
            json.getAuthTag());
      }
    }
    throw new IllegalArgumentException("not for this key");
  }
}
