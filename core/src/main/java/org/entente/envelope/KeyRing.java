package org.entente.envelope;

import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.entente.did.CurveArithmetic;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidKeyManager;
import org.entente.did.DidUrl;
import org.entente.did.NewKeys;
import org.entente.did.OwnKey;
import org.entente.did.PeerDid;
import org.entente.did.Profile;
import org.entente.did.PublicJwk;
import org.entente.did.SealedDidKeyManager;
import org.entente.did.VerificationMethod;
import org.entente.exception.InvalidMessageException;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.keys.DataKey;
import org.entente.keys.Secret;

/**
 * Our keys, in memory only: for whoever packs and unpacks without an agent. Thread-safe.
 *
 * <p>What is to survive the process belongs into a {@link DidKeyManager} and {@link OwnKeys} of
 * one's own, or an agent.
 */
public final class KeyRing implements OwnKeys {
  private final SealedDidKeyManager keyManager;
  private final Map<String, OwnKey> byKid = new ConcurrentHashMap<>();

  /** An empty ring. */
  public KeyRing() {
    this(new SecureRandom());
  }

  /** An empty ring, with the randomness for its keys. */
  public KeyRing(SecureRandom random) {
    this.keyManager =
        new SealedDidKeyManager(
            "ring", DataKey.generate(random), CurveArithmetic.standard(), random);
  }

  /**
   * Makes a did:peer of numalgo 2 with new keys on X25519 and Ed25519.
   *
   * @param endpoint where peers send to
   * @throws IllegalArgumentException if the endpoint cannot be written so that every agent reads it
   */
  public Did newPeerDid(URI endpoint) {
    NewKeys keys = keyManager.generate();
    Did did =
        PeerDid.create(
            keys.agreement().publicKey(),
            keys.authentication().publicKey(),
            endpoint,
            Profile.CURRENT);
    add(PeerDid.resolve(did), List.of(keys.agreement(), keys.authentication()));
    return did;
  }

  /**
   * Takes in keys under all the names that a document has for them.
   *
   * @param keys as {@link #keyManager} made them
   * @throws IllegalArgumentException if one of them is not in the document
   */
  public void add(DidDocument document, List<OwnKey> keys) {
    for (OwnKey key : keys) {
      boolean found = false;
      for (VerificationMethod method : document.verificationMethods()) {
        found |= add(document.id(), method, key);
      }
      for (VerificationMethod method : document.keyAgreement()) {
        found |= add(document.id(), method, key); // where a did:key lists what it is converted to
      }
      if (!found) {
        throw new IllegalArgumentException("the document does not have the key");
      }
    }
  }

  /**
   * Takes in a key from elsewhere.
   *
   * @param kid by which peers know it
   * @param jwk private and public part (RFC 7517, RFC 8037)
   * @throws IllegalArgumentException if it is no private key on a curve that is known here, or its
   *     two parts do not belong together
   */
  public void add(DidUrl kid, JsonObject jwk) {
    OwnKey key;
    PublicJwk publicKey;
    try {
      publicKey = PublicJwk.parse(jwk.without(Set.of("d")));
      try (Secret d = Secret.takeOver(Base64Url.decode(jwk.getString("d")))) {
        key = keyManager.importKey(publicKey.curve(), d);
      }
    } catch (InvalidMessageException e) {
      // without its cause, which may come close to the key
      throw new IllegalArgumentException("not a private JWK on a curve that is known here");
    }
    if (!key.publicKey().equals(publicKey)) {
      throw new IllegalArgumentException("the JWK's d does not belong to its x and y");
    }
    byKid.put(name(kid), key);
  }

  /** Works with the keys of the ring, and makes new ones. */
  public DidKeyManager keyManager() {
    return keyManager;
  }

  @Override
  public Optional<OwnKey> findKey(String kid) {
    return DidUrl.parse(kid).map(KeyRing::name).map(byKid::get);
  }

  private boolean add(Did did, VerificationMethod method, OwnKey key) {
    if (!method.key().equals(Optional.of(key.publicKey()))) {
      return false;
    }
    for (String fragment : method.fragments()) {
      byKid.put(name(new DidUrl(did, fragment)), key);
    }
    return true;
  }

  // whichever of its names a peer has for our DID
  private static String name(DidUrl kid) {
    return new DidUrl(PeerDid.canonical(kid.did()), kid.fragment()).toString();
  }
}
