package org.entente.envelope;

import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.entente.did.Curve;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolutionException;
import org.entente.did.DidResolver;
import org.entente.did.DidResolvers;
import org.entente.did.OfflineResolver;
import org.entente.did.OwnKey;
import org.entente.did.PeerDid;
import org.entente.did.Profile;
import org.entente.did.VerificationMethod;

/**
 * A party with keys on chosen curves: a did:peer, or a made-up DID that all of them can resolve.
 */
final class Correspondent {
  private static final Map<Did, DidDocument> MADE_UP = new ConcurrentHashMap<>();

  final KeyRing keys;
  final DidDocument document;

  private Correspondent(KeyRing keys, DidDocument document) {
    this.keys = keys;
    this.document = document;
  }

  /** With a did:peer, X25519 and Ed25519. */
  static Correspondent peer(SecureRandom random) {
    KeyRing keys = new KeyRing(random);
    return new Correspondent(
        keys, PeerDid.resolve(keys.newPeerDid(URI.create("https://peer.example/"))));
  }

  /**
   * With a made-up DID.
   *
   * @param id unique
   */
  static Correspondent madeUp(
      String id, SecureRandom random, Curve signature, List<Curve> agreement) {
    KeyRing keys = new KeyRing(random);
    Did did = new Did("did:example:" + id);
    List<OwnKey> own = new ArrayList<>();
    List<VerificationMethod> methods = new ArrayList<>();
    for (Curve curve : agreement) {
      own.add(keys.keyManager().generate(curve));
      methods.add(method("agree-" + own.size(), own));
    }
    own.add(keys.keyManager().generate(signature));
    DidDocument document =
        DidDocument.builder(did)
            .keyAgreement(methods.toArray(VerificationMethod[]::new))
            .authentication(method("sign", own))
            .build();
    keys.add(document, own);
    MADE_UP.put(did, document);
    return new Correspondent(keys, document);
  }

  Did did() {
    return document.id();
  }

  /** The names of its key agreement keys. */
  List<String> kids() {
    return document.keyAgreement().stream().map(this::kid).toList();
  }

  /** The name of its authentication key. */
  String signingKid() {
    return kid(document.authentication().get(0));
  }

  OwnKey key(String kid) {
    return keys.findKey(kid).orElseThrow();
  }

  byte[] sign(byte[] input) {
    return keys.keyManager().sign(key(signingKid()), input);
  }

  Envelopes envelopes() {
    return Envelopes.builder(keys, keys.keyManager())
        .resolvers(DidResolvers.of(List.of(new OfflineResolver(), new MadeUp())))
        .refuseMisaddressed()
        .build();
  }

  private String kid(VerificationMethod method) {
    return did().value() + '#' + method.fragment(Profile.CURRENT);
  }

  private static VerificationMethod method(String fragment, List<OwnKey> own) {
    return new VerificationMethod(List.of(fragment), own.get(own.size() - 1).publicKey());
  }

  private static final class MadeUp implements DidResolver {
    @Override
    public Set<String> methods() {
      return Set.of("example");
    }

    @Override
    public boolean isOffline() {
      return true;
    }

    @Override
    public DidDocument resolve(Did did) {
      DidDocument document = MADE_UP.get(did);
      if (document == null) {
        throw new DidResolutionException(did, "nobody made it up");
      }
      return document;
    }
  }
}
