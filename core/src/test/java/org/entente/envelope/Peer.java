package org.entente.envelope;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entente.did.Curve;
import org.entente.did.CurveArithmetic;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolver;
import org.entente.did.DidResolvers;
import org.entente.did.OfflineResolver;
import org.entente.did.OwnKey;
import org.entente.did.Profile;
import org.entente.did.SealedDidKeyManager;
import org.entente.did.VerificationMethod;
import org.entente.keys.DataKey;
import org.entente.keys.Secret;
import org.entente.limits.Limits;

/**
 * A party with a did:peer and fixed keys, which are SHA-256 of its name and a number. Remembers
 * which of its keys were asked for.
 */
final class Peer implements OwnKeys {
  static final SecureRandom RANDOM = new SecureRandom();
  static final CurveArithmetic ARITHMETIC = CurveArithmetic.standard();

  final List<String> askedFor = Collections.synchronizedList(new ArrayList<>());
  final SealedDidKeyManager keyManager =
      new SealedDidKeyManager("default", DataKey.generate(RANDOM), ARITHMETIC, RANDOM);
  final DidResolvers resolvers;
  final Did did;
  final List<OwnKey> agreement = new ArrayList<>();
  final List<OwnKey> authentication = new ArrayList<>();
  private final Map<String, OwnKey> byKid = new LinkedHashMap<>();

  private Peer(String name, int agreementKeys, Profile profile) {
    resolvers = DidResolvers.of(List.of(new OfflineResolver()));
    StringBuilder text = new StringBuilder("did:peer:2");
    for (int i = 0; i < agreementKeys; i++) {
      agreement.add(importKey(Curve.X25519, sha256(name + " agreement " + i)));
      text.append(".E").append(agreement.get(i).id());
    }
    authentication.add(importKey(Curve.ED25519, sha256(name + " authentication")));
    text.append(".V").append(authentication.get(0).id());
    String service = // {"t":"dm","s":"http://host/didcomm","r":[],"a":["didcomm/v2"]}
        "eyJ0IjoiZG0iLCJzIjoiaHR0cDovL2hvc3QvZGlkY29tbSIsInIiOltdLCJhIjpbImRpZGNvbW0vdjIiXX0";
    if (profile == Profile.PRISM_2023) {
      text.append(".S").append(service);
    }
    did = new Did(text.toString());
    DidDocument document = resolvers.resolve(did);
    name(document.keyAgreement());
    name(document.authentication());
  }

  private Peer(Did did, DidResolver resolver) {
    this.did = did;
    this.resolvers = DidResolvers.of(List.of(resolver));
  }

  static Peer named(String name) {
    return new Peer(name, 1, Profile.CURRENT);
  }

  static Peer named(String name, Profile profile) {
    return new Peer(name, 1, profile);
  }

  static Peer withAgreementKeys(String name, int count) {
    return new Peer(name, count, Profile.CURRENT);
  }

  /** A party of published vectors, without keys until {@link #own} is called. */
  static Peer of(Did did) {
    return new Peer(did, new OfflineResolver());
  }

  /** The same, with another resolver. */
  static Peer of(Did did, DidResolver resolver) {
    return new Peer(did, resolver);
  }

  /** Gives it a key by one name. */
  OwnKey own(String kid, Curve curve, byte[] privateKey) {
    OwnKey key = importKey(curve, privateKey);
    byKid.put(kid, key);
    return key;
  }

  /** Takes a key away from it, under all names that end so. */
  Peer without(String fragment) {
    OwnKey key = byKid.get(kid(fragment));
    byKid.values().removeIf(key::equals);
    return this;
  }

  String kid(String fragment) {
    return did.value() + '#' + fragment;
  }

  /** The name of the first agreement key. */
  String kid() {
    return kid("key-1");
  }

  /** The name of the authentication key. */
  String signingKid() {
    return kid("key-" + (agreement.size() + 1));
  }

  Envelopes envelopes() {
    return envelopes(Limits.defaults());
  }

  Envelopes envelopes(Limits limits) {
    return Envelopes.builder(this, keyManager)
        .resolvers(resolvers)
        .random(RANDOM)
        .limits(limits)
        .build();
  }

  Envelopes envelopes(FreshKeys fresh, CurveArithmetic arithmetic) {
    return Envelopes.builder(this, keyManager)
        .resolvers(resolvers)
        .arithmetic(arithmetic)
        .fresh(fresh)
        .build();
  }

  @Override
  public Optional<OwnKey> findKey(String kid) {
    askedFor.add(kid);
    return Optional.ofNullable(byKid.get(kid));
  }

  private void name(List<VerificationMethod> methods) {
    for (VerificationMethod method : methods) {
      for (String fragment : method.fragments()) {
        byKid.put(kid(fragment), key(method.key().orElseThrow().multibase()));
      }
    }
  }

  private OwnKey key(String id) {
    List<OwnKey> all = new ArrayList<>(agreement);
    all.addAll(authentication);
    return all.stream().filter(key -> key.id().equals(id)).findFirst().orElseThrow();
  }

  private OwnKey importKey(Curve curve, byte[] privateKey) {
    return keyManager.importKey(curve, Secret.takeOver(privateKey));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
