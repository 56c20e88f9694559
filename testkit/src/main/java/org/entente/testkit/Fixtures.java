package org.entente.testkit;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entente.did.Curve;
import org.entente.did.CurveArithmetic;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolvers;
import org.entente.did.DidUrl;
import org.entente.did.OfflineResolver;
import org.entente.did.OwnKey;
import org.entente.did.PeerDid;
import org.entente.did.Profile;
import org.entente.did.SealedDidKeyManager;
import org.entente.envelope.Envelopes;
import org.entente.keys.DataKey;
import org.entente.keys.Secret;

/**
 * Two parties whose keys and DIDs are always the same, so that a failing test shows the same bytes
 * each time. Their private keys are public: never use them for anything else. Immutable.
 */
public final class Fixtures {
  private static final Fixtures ALICE = new Fixtures("alice");
  private static final Fixtures BOB = new Fixtures("bob");

  private final Did did;
  private final Envelopes envelopes;

  private Fixtures(String name) {
    SeededRandom random = new SeededRandom(name.hashCode());
    CurveArithmetic arithmetic = CurveArithmetic.standard();
    SealedDidKeyManager keys =
        new SealedDidKeyManager("fixtures", DataKey.generate(random), arithmetic, random);
    OwnKey agreement = keys.importKey(Curve.X25519, secret(name + " agrees"));
    OwnKey authentication = keys.importKey(Curve.ED25519, secret(name + " signs"));
    this.did =
        PeerDid.create(
            agreement.publicKey(),
            authentication.publicKey(),
            URI.create("memory://" + name),
            Profile.CURRENT);
    DidResolvers resolvers = DidResolvers.of(List.of(new OfflineResolver()));
    Map<String, OwnKey> byKid = byKid(resolvers.resolve(did), agreement, authentication);
    this.envelopes =
        Envelopes.builder(kid -> Optional.ofNullable(byKid.get(kid)), keys).random(random).build();
  }

  /** Alice, who is reached at {@code memory://alice}. */
  public static Fixtures alice() {
    return ALICE;
  }

  /** Bob, who is reached at {@code memory://bob}. */
  public static Fixtures bob() {
    return BOB;
  }

  /** The party's DID. */
  public Did did() {
    return did;
  }

  /** Packs what the party writes, and unpacks what is written to it. */
  public Envelopes envelopes() {
    return envelopes;
  }

  private static Map<String, OwnKey> byKid(
      DidDocument document, OwnKey agreement, OwnKey authentication) {
    Map<String, OwnKey> byKid = new HashMap<>();
    for (Profile profile : Profile.values()) {
      String agrees = document.keyAgreement().get(0).fragment(profile);
      String signs = document.authentication().get(0).fragment(profile);
      byKid.put(new DidUrl(document.id(), agrees).toString(), agreement);
      byKid.put(new DidUrl(document.id(), signs).toString(), authentication);
    }
    return byKid;
  }

  private static Secret secret(String label) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return Secret.takeOver(sha256.digest(label.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
