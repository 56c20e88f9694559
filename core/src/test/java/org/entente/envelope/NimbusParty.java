package org.entente.envelope;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.bc.BouncyCastleProviderSingleton;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolutionException;
import org.entente.did.DidResolver;
import org.entente.did.DidResolvers;
import org.entente.did.DidUrl;
import org.entente.did.PublicJwk;
import org.entente.did.VerificationMethod;
import org.entente.json.JsonObject;

/**
 * A party whose keys Nimbus made: for Nimbus a set of JWKs, for Entente a key ring and a DID whose
 * document any other such party can resolve.
 */
final class NimbusParty {
  private static final Map<Did, DidDocument> DOCUMENTS = new ConcurrentHashMap<>();

  final Did did;
  final List<JWK> agreement;
  final List<JWK> authentication;
  final Envelopes envelopes;

  /**
   * Makes the keys.
   *
   * @param name unique
   * @param agreement the curve of each key agreement key
   * @param authentication the curve of each authentication key
   */
  NimbusParty(String name, List<Curve> agreement, List<Curve> authentication) {
    this.did = new Did("did:example:" + name);
    this.agreement = keys("agreement", agreement);
    this.authentication = keys("authentication", authentication);
    DOCUMENTS.put(
        did,
        DidDocument.builder(did)
            .keyAgreement(methods(this.agreement))
            .authentication(methods(this.authentication))
            .build());
    this.envelopes = envelopes(all());
  }

  /** As if it had only this one of its keys. */
  Envelopes envelopes(JWK key) {
    return envelopes(List.of(key));
  }

  private static Envelopes envelopes(List<JWK> keys) {
    KeyRing ring = new KeyRing();
    for (JWK key : keys) {
      ring.add(DidUrl.parse(key.getKeyID()).orElseThrow(), json(key));
    }
    return Envelopes.builder(ring, ring.keyManager())
        .resolvers(DidResolvers.of(List.of(new Documents())))
        .build();
  }

  private List<JWK> all() {
    List<JWK> all = new ArrayList<>(agreement);
    all.addAll(authentication);
    return all;
  }

  private List<JWK> keys(String relationship, List<Curve> curves) {
    List<JWK> keys = new ArrayList<>();
    for (Curve curve : curves) {
      keys.add(generate(curve, did + "#" + relationship + "-" + (keys.size() + 1)));
    }
    return keys;
  }

  private static JWK generate(Curve curve, String kid) {
    try {
      if (curve.equals(Curve.X25519) || curve.equals(Curve.Ed25519)) {
        return new OctetKeyPairGenerator(curve).keyID(kid).generate();
      }
      ECKeyGenerator generator = new ECKeyGenerator(curve);
      generator.keyID(kid);
      if (curve.equals(Curve.SECP256K1)) {
        generator.provider(BouncyCastleProviderSingleton.getInstance()); // no longer in the JDK
      }
      return generator.generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static VerificationMethod[] methods(List<JWK> keys) {
    return keys.stream()
        .map(
            key ->
                new VerificationMethod(
                    List.of(DidUrl.parse(key.getKeyID()).orElseThrow().fragment()),
                    PublicJwk.parse(json(key.toPublicJWK()))))
        .toArray(VerificationMethod[]::new);
  }

  private static JsonObject json(JWK key) {
    return Forge.json(key.toJSONString().getBytes(StandardCharsets.UTF_8)).without(Set.of("kid"));
  }

  private static final class Documents implements DidResolver {
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
      DidDocument document = DOCUMENTS.get(did);
      if (document == null) {
        throw new DidResolutionException(did, "not a party of this test");
      }
      return document;
    }
  }
}
