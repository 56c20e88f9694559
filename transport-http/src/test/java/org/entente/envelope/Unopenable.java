package org.entente.envelope;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.entente.did.Curve;
import org.entente.did.CurveArithmetic;
import org.entente.did.CurveArithmetic.KeyPair;
import org.entente.did.Did;
import org.entente.did.PeerDid;
import org.entente.did.Profile;
import org.entente.did.PublicJwk;
import org.entente.envelope.ContentEncryption.Encrypted;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.keys.Secret;

/** Somebody who seals envelopes that the recipient cannot open, each for another reason. */
public final class Unopenable {
  private static final CurveArithmetic ARITHMETIC = CurveArithmetic.standard();

  private final SecureRandom random = new SecureRandom();
  private final KeyPair agreement = ARITHMETIC.generate(Curve.X25519, random);
  private final KeyPair authentication = ARITHMETIC.generate(Curve.ED25519, random);
  private final Did from =
      PeerDid.create(
          agreement.publicKey(),
          authentication.publicKey(),
          URI.create("memory://peer"),
          Profile.CURRENT);
  private final String kid;
  private final PublicJwk recipient;

  /** What goes into an envelope, all of it right until it is changed. */
  private final class Pieces {
    ContentEncryption enc = ContentEncryption.A256CBC_HS512;
    boolean authenticated = true;
    String skid = from + "#key-1";
    KeyPair ephemeral = ARITHMETIC.generate(Curve.X25519, random);
    KeyPair sender = agreement;
    byte[] cek;
    byte[] wrappedCek;
    UnaryOperator<byte[]> encryptedKey = UnaryOperator.identity();
    boolean padded = true;
    UnaryOperator<JsonObject> envelope = UnaryOperator.identity();

    byte[] seal(byte[] plaintext) {
      JweHeader header =
          authenticated
              ? JweHeader.authenticated(enc, ephemeral.publicKey(), skid, List.of(kid))
              : JweHeader.anonymous(enc, ephemeral.publicKey(), List.of(kid));
      String text = Base64Url.encode(header.toJson().toBytes());
      byte[] aad = text.getBytes(StandardCharsets.US_ASCII);
      byte[] iv = new byte[enc.ivBytes()];
      cek = new byte[enc.cekBytes()];
      random.nextBytes(cek);
      try {
        Encrypted content =
            padded ? enc.encrypt(cek, iv, aad, plaintext) : unpadded(cek, iv, aad, plaintext);
        byte[] wrapped =
            KeyWrapping.wrap(
                header,
                content,
                agree(ephemeral),
                authenticated ? agree(sender) : null,
                wrappedCek == null ? cek : wrappedCek);
        List<Jwe.Recipient> recipients =
            List.of(new Jwe.Recipient(kid, encryptedKey.apply(wrapped)));
        JsonObject json = new Jwe(text, header, recipients, iv, content).toJson();
        return envelope.apply(json).toBytes();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    // what the recipient would compute, if it could
    private Secret agree(KeyPair ours) {
      return ours.publicKey().curve() == Curve.X25519
          ? ARITHMETIC.agree(ours.privateKey(), recipient)
          : Secret.takeOver(new byte[32]);
    }
  }

  private interface Change {
    void make(Pieces pieces);
  }

  /** For the first key of this DID. */
  public Unopenable(Did to) {
    this.kid = to + "#key-1";
    this.recipient =
        PeerDid.resolve(to).findKeyAgreement("key-1").orElseThrow().key().orElseThrow();
  }

  /** Who they are. */
  public Did from() {
    return from;
  }

  /** One that can be opened. */
  public byte[] openable(byte[] plaintext) {
    return new Pieces().seal(plaintext);
  }

  /** One for each reason. */
  public Map<String, byte[]> all(byte[] plaintext) {
    Map<String, Change> changes = new LinkedHashMap<>();
    changes.put("another tag", p -> p.envelope = turn("tag"));
    changes.put("another ciphertext", p -> p.envelope = turn("ciphertext"));
    changes.put("another iv", p -> p.envelope = turn("iv"));
    changes.put("no ciphertext", p -> p.envelope = json -> with(json, "ciphertext", new byte[0]));
    changes.put("a header spelt otherwise", p -> p.envelope = Unopenable::withBlankInHeader);
    changes.put("another wrapped key", p -> p.encryptedKey = Unopenable::turn);
    changes.put("a wrapped key of nothing", p -> p.encryptedKey = key -> new byte[0]);
    changes.put("a content key that was not used", p -> p.wrappedCek = new byte[64]);
    changes.put("a content key of half the length", p -> p.wrappedCek = new byte[32]);
    changes.put("no padding behind a good tag", p -> p.padded = false);
    changes.put(
        "an ephemeral key of low order",
        p -> p.ephemeral = publicOnly(PublicJwk.of(Curve.X25519, new byte[32])));
    changes.put(
        "an ephemeral key on another curve",
        p -> p.ephemeral = ARITHMETIC.generate(Curve.P256, random));
    changes.put(
        "a sender's key that was not used",
        p -> p.sender = ARITHMETIC.generate(Curve.X25519, random));
    changes.put("a sender's key that signs", p -> p.skid = from + "#key-2");
    changes.put("a sender's key that is not there", p -> p.skid = from + "#key-3");
    changes.put("a sender of an unknown method", p -> p.skid = "did:example:peer#key-1");
    changes.put("a sender that is no DID", p -> p.skid = "peer");

    Map<String, byte[]> all = new LinkedHashMap<>();
    changes.forEach((name, change) -> all.put("authcrypt: " + name, sealed(change, plaintext)));
    for (ContentEncryption enc : ContentEncryption.values()) {
      Change anonymous =
          p -> {
            p.enc = enc;
            p.authenticated = false;
          };
      for (String name : List.of("another tag", "another wrapped key", "another iv")) {
        Change both =
            p -> {
              anonymous.make(p);
              changes.get(name).make(p);
            };
        all.put("anoncrypt " + enc + ": " + name, sealed(both, plaintext));
      }
    }
    return all;
  }

  private byte[] sealed(Change change, byte[] plaintext) {
    Pieces pieces = new Pieces();
    change.make(pieces);
    return pieces.seal(plaintext);
  }

  private KeyPair publicOnly(PublicJwk key) {
    return new KeyPair(ARITHMETIC.generate(Curve.X25519, random).privateKey(), key);
  }

  // RFC 7518 §5.2.2.1, but for the padding: whole blocks, of which the last ends with a zero
  private static Encrypted unpadded(byte[] cek, byte[] iv, byte[] aad, byte[] plaintext)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
    SecretKeySpec encKey = new SecretKeySpec(cek, 32, 32, "AES");
    cipher.init(Cipher.ENCRYPT_MODE, encKey, new IvParameterSpec(iv));
    byte[] ciphertext = cipher.doFinal(Arrays.copyOf(plaintext, (plaintext.length / 16 + 1) * 16));
    Mac mac = Mac.getInstance("HmacSHA512");
    mac.init(new SecretKeySpec(cek, 0, 32, "HmacSHA512"));
    mac.update(aad);
    mac.update(iv);
    mac.update(ciphertext);
    mac.update(ByteBuffer.allocate(8).putLong(aad.length * 8L).array());
    return new Encrypted(ciphertext, Arrays.copyOf(mac.doFinal(), 32));
  }

  private static UnaryOperator<JsonObject> turn(String member) {
    return json -> with(json, member, turn(Base64Url.decode(json.getString(member))));
  }

  private static byte[] turn(byte[] bytes) {
    byte[] turned = bytes.clone();
    turned[turned.length / 2] ^= 1;
    return turned;
  }

  private static JsonObject withBlankInHeader(JsonObject json) {
    byte[] header = Base64Url.decode(json.getString("protected"));
    byte[] longer = new byte[header.length + 1];
    longer[0] = ' ';
    System.arraycopy(header, 0, longer, 1, header.length);
    return with(json, "protected", longer);
  }

  private static JsonObject with(JsonObject json, String member, byte[] bytes) {
    return JsonObject.builder().putAll(json).put(member, Base64Url.encode(bytes)).build();
  }
}
