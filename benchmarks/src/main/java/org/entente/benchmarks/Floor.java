package org.entente.benchmarks;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The scalar multiplications, ciphers and hashes that the protocol cannot do without, on the same
 * primitives as the agent's, and nothing else: no JSON, no base64, no records, not even good random
 * numbers.
 *
 * <p>Everything is really computed, so a message that one party packs another can unpack. Not
 * thread-safe.
 */
final class Floor {
  /**
   * How long things are in a connection between {@code memory://alice} and {@code memory://bob}.
   */
  static final Sizes CONNECTION = new Sizes(920, 962, 203);

  /** How long they are for a line of text between the same two. */
  static final Sizes BASIC_MESSAGE = new Sizes(632, 958, 205);

  private final SplittableRandom random = new SplittableRandom(1);
  private final Cipher cbc = Cipher.getInstance("AES/CBC/PKCS5Padding");
  private final Cipher keyWrap = Cipher.getInstance("AESWrap");
  private final Mac hmac = Mac.getInstance("HmacSHA512");
  private final MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
  private final Sizes sizes;
  private final byte[] plaintext;
  private final byte[] aad;
  private final byte[] kid;

  /**
   * How long a message and its parts are.
   *
   * @param plaintext in bytes
   * @param protectedHeader in base64url
   * @param kid a key id, the sender's or the recipient's
   */
  record Sizes(int plaintext, int protectedHeader, int kid) {}

  /** A DID's keys, and the agreement with its peer once that is computed. */
  static final class Party {
    final byte[] privateKey;
    final byte[] publicKey = new byte[X25519.POINT_SIZE];
    final byte[] authenticationKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    byte[] zs = {};

    Party(byte[] privateKey, byte[] signingKey) {
      this.privateKey = privateKey;
      X25519.generatePublicKey(privateKey, 0, publicKey, 0);
      Ed25519.generatePublicKey(signingKey, 0, authenticationKey, 0);
    }

    byte[] agree(byte[] theirs) {
      if (zs.length == 0) {
        zs = Floor.agree(privateKey, theirs);
      }
      return zs;
    }
  }

  /** An envelope, unwritten. */
  record Envelope(byte[] epk, byte[] encryptedKey, byte[] iv, byte[] ciphertext, byte[] tag) {}

  Floor(Sizes sizes) throws GeneralSecurityException {
    this.sizes = sizes;
    this.plaintext = bytes(sizes.plaintext());
    this.aad = bytes(sizes.protectedHeader());
    this.kid = bytes(sizes.kid());
    X25519.precompute();
    Ed25519.precompute();
  }

  /** Two new DIDs, and a message each way. */
  byte[] connection() throws GeneralSecurityException {
    Party inviter = newDid();
    Party invitee = newDid();
    byte[] request = unpack(inviter, invitee.publicKey, pack(invitee, inviter.publicKey));
    byte[] response = unpack(invitee, inviter.publicKey, pack(inviter, invitee.publicKey));
    if (request.length != sizes.plaintext() || response.length != sizes.plaintext()) {
      throw new IllegalStateException("the floor does not hold");
    }
    return response;
  }

  Party newDid() {
    return new Party(bytes(32), bytes(32));
  }

  Envelope pack(Party from, byte[] to) throws GeneralSecurityException {
    byte[] ephemeral = bytes(32);
    byte[] epk = new byte[X25519.POINT_SIZE];
    X25519.generatePublicKey(ephemeral, 0, epk, 0);
    byte[] cek = bytes(64);
    byte[] iv = bytes(16);
    byte[] apv = sha256.digest(kid);
    cbc.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(cek, 32, 32, "AES"), new IvParameterSpec(iv));
    byte[] ciphertext = cbc.doFinal(plaintext);
    byte[] tag = tag(cek, iv, ciphertext);
    byte[] kek = kek(agree(ephemeral, to), from.agree(to), apv, tag);
    keyWrap.init(Cipher.WRAP_MODE, new SecretKeySpec(kek, "AES"));
    byte[] encryptedKey = keyWrap.wrap(new SecretKeySpec(cek, "AES"));
    return new Envelope(epk, encryptedKey, iv, ciphertext, tag);
  }

  byte[] unpack(Party to, byte[] from, Envelope envelope) throws GeneralSecurityException {
    byte[] apv = sha256.digest(kid);
    byte[] kek = kek(agree(to.privateKey, envelope.epk()), to.agree(from), apv, envelope.tag());
    keyWrap.init(Cipher.UNWRAP_MODE, new SecretKeySpec(kek, "AES"));
    byte[] cek = keyWrap.unwrap(envelope.encryptedKey(), "AES", Cipher.SECRET_KEY).getEncoded();
    byte[] tag = tag(cek, envelope.iv(), envelope.ciphertext());
    if (!MessageDigest.isEqual(tag, envelope.tag())) {
      throw new IllegalStateException("the floor does not hold");
    }
    cbc.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(cek, 32, 32, "AES"),
        new IvParameterSpec(envelope.iv()));
    return cbc.doFinal(envelope.ciphertext());
  }

  private byte[] kek(byte[] ze, byte[] zs, byte[] apv, byte[] tag) {
    sha256.update(ze);
    sha256.update(zs);
    sha256.update(kid); // apu
    sha256.update(apv);
    sha256.update(tag);
    return sha256.digest();
  }

  private byte[] tag(byte[] cek, byte[] iv, byte[] ciphertext) throws GeneralSecurityException {
    hmac.init(new SecretKeySpec(cek, 0, 32, "HmacSHA512"));
    hmac.update(aad);
    hmac.update(iv);
    hmac.update(ciphertext);
    return Arrays.copyOf(hmac.doFinal(new byte[Long.BYTES]), 32);
  }

  private static byte[] agree(byte[] privateKey, byte[] theirs) {
    byte[] shared = new byte[X25519.POINT_SIZE];
    if (!X25519.calculateAgreement(privateKey, 0, theirs, 0, shared, 0)) {
      throw new IllegalStateException("the floor does not hold");
    }
    return shared;
  }

  private byte[] bytes(int length) {
    ByteBuffer bytes = ByteBuffer.allocate((length + 7) / 8 * 8);
    while (bytes.hasRemaining()) {
      bytes.putLong(random.nextLong());
    }
    return Arrays.copyOf(bytes.array(), length);
  }
}
