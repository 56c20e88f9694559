package org.entente.envelope;

import java.security.SecureRandom;
import java.util.List;
import org.entente.did.Curve;
import org.entente.did.CurveArithmetic;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidKeyManager;
import org.entente.did.DidResolutionException;
import org.entente.did.DidResolvers;
import org.entente.did.DidUrl;
import org.entente.did.OwnKey;
import org.entente.did.Profile;
import org.entente.did.VerificationMethod;
import org.entente.envelope.JweEncrypter.RecipientKey;
import org.entente.envelope.JweEncrypter.SenderKey;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;
import org.entente.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Packs messages for peers, and unpacks theirs. Thread-safe.
 *
 * <p>Specification: DIDComm v2 §Message Formats. Every way in which decrypting can fail is one and
 * the same {@link InvalidMessageException}; exceptions of ciphers end in this package.
 */
public final class Envelopes implements AutoCloseable {
  private final OwnKeys ownKeys;
  private final DidResolvers resolvers;
  private final CurveArithmetic arithmetic;
  private final StaticAgreements agreements;
  private final JweEncrypter encrypter;
  private final JweDecrypter decrypter;
  private final Limits limits;
  private final JsonReader reader;

  /**
   * With everything that it needs from elsewhere.
   *
   * @param ownKeys finds our keys
   * @param keyManager works with them
   * @param resolvers finds the keys of peers
   * @param arithmetic for ephemeral keys, and for signatures of peers
   * @param random for ephemeral keys, content keys and initialization vectors
   */
  public Envelopes(
      OwnKeys ownKeys,
      DidKeyManager keyManager,
      DidResolvers resolvers,
      CurveArithmetic arithmetic,
      SecureRandom random,
      Limits limits) {
    this(ownKeys, keyManager, resolvers, arithmetic, FreshKeys.of(random, arithmetic), limits);
  }

  /** With chosen ephemeral keys, for published vectors. */
  Envelopes(
      OwnKeys ownKeys,
      DidKeyManager keyManager,
      DidResolvers resolvers,
      CurveArithmetic arithmetic,
      FreshKeys fresh,
      Limits limits) {
    this.ownKeys = ownKeys;
    this.resolvers = resolvers;
    this.arithmetic = arithmetic;
    this.agreements = new StaticAgreements(keyManager);
    this.encrypter = new JweEncrypter(fresh, arithmetic, agreements);
    this.decrypter = new JweDecrypter(ownKeys, keyManager, resolvers, agreements);
    this.limits = limits;
    this.reader = new JsonReader(limits);
  }

  /**
   * Encrypts a message so that only the recipient can read it and knows who wrote it:
   * ECDH-1PU+A256KW with A256CBC-HS512, for all X25519 keys of the recipient.
   *
   * @param message with {@code from}, a DID of ours, and exactly one {@code to}
   * @param profile by which the recipient names keys, its own and ours
   * @throws DidResolutionException if the recipient's DID cannot be resolved, or has no key to use
   * @throws IllegalArgumentException if from or to is missing, or from is not ours
   */
  public byte[] packAuthcrypt(Message message, Profile profile) {
    Did from =
        message.from().orElseThrow(() -> new IllegalArgumentException("the message needs a from"));
    return encrypt(message, profile, ContentEncryption.A256CBC_HS512, senderKey(from, profile));
  }

  /**
   * Encrypts a message so that only the recipient can read it, and nobody can tell who wrote it:
   * ECDH-ES+A256KW, for all X25519 keys of the recipient.
   *
   * @param message with exactly one {@code to}
   * @param profile by which the recipient names its keys
   * @throws DidResolutionException if the recipient's DID cannot be resolved, or has no key to use
   * @throws IllegalArgumentException if there is not exactly one to
   */
  public byte[] packAnoncrypt(Message message, Profile profile, ContentEncryption enc) {
    return encrypt(message, profile, enc, null);
  }

  /**
   * Opens what a peer sent, layer by layer, and checks that it is what it says it is.
   *
   * @throws InvalidMessageException if it is refused
   */
  public Unpacked unpack(byte[] packed) {
    Layers layers = new Layers(limits);
    JsonObject json = reader.read(packed);
    while (true) {
      if (Jwe.isJwe(json)) {
        Jwe jwe = Jwe.read(json, reader, limits);
        layers.enter(jwe.header());
        JweDecrypter.Decrypted decrypted = decrypter.decrypt(jwe);
        layers.decrypted(decrypted.recipient(), decrypted.sender());
        json = reader.read(decrypted.plaintext());
      } else if (Jws.isJws(json)) {
        Jws jws = Jws.read(json, reader, limits);
        layers.enter(jws);
        json = reader.read(jws.verify(resolvers, arithmetic));
        layers.verified(jws.signatures().get(0).kid());
      } else {
        Message message = Message.parse(json);
        Protection protection = layers.protection();
        Consistency.check(message, protection);
        return new Unpacked(message, protection);
      }
    }
  }

  /** Clears the secrets that are kept to save work. */
  @Override
  public void close() {
    agreements.clear();
  }

  private byte[] encrypt(
      Message message, Profile profile, ContentEncryption enc, @Nullable SenderKey sender) {
    if (message.to().size() != 1) {
      throw new IllegalArgumentException("the message needs exactly one to");
    }
    List<RecipientKey> recipients = recipientKeys(message.to().get(0), profile);
    return encrypter
        .encrypt(message.toJson().toBytes(), enc, sender, recipients)
        .toJson()
        .toBytes();
  }

  private SenderKey senderKey(Did from, Profile profile) {
    String kid =
        resolvers
            .resolve(from)
            .firstKeyAgreement(Curve.X25519)
            .map(method -> new DidUrl(from, method.fragment(profile)).toString())
            .orElseThrow(() -> new IllegalArgumentException("from has no key to encrypt with"));
    OwnKey key =
        ownKeys
            .findKey(kid)
            .orElseThrow(() -> new IllegalArgumentException("the message's from is not ours"));
    return new SenderKey(kid, key);
  }

  private List<RecipientKey> recipientKeys(Did to, Profile profile) {
    DidDocument document = resolvers.resolve(to);
    List<RecipientKey> keys =
        document.keyAgreement().stream()
            .filter(Envelopes::isUsable)
            .map(method -> recipientKey(to, method, profile))
            .toList();
    if (keys.isEmpty()) {
      throw new DidResolutionException(to, "it has no X25519 key to encrypt to");
    }
    return keys;
  }

  private static boolean isUsable(VerificationMethod method) {
    return method.key().filter(key -> key.curve() == Curve.X25519).isPresent();
  }

  private static RecipientKey recipientKey(Did to, VerificationMethod method, Profile profile) {
    return new RecipientKey(
        new DidUrl(to, method.fragment(profile)).toString(), method.key().orElseThrow());
  }
}
