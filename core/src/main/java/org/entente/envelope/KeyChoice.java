package org.entente.envelope;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.did.Curve;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolutionException;
import org.entente.did.DidResolvers;
import org.entente.did.DidUrl;
import org.entente.did.OwnKey;
import org.entente.did.Profile;
import org.entente.did.PublicJwk;
import org.entente.did.VerificationMethod;
import org.entente.envelope.JweEncrypter.RecipientKey;
import org.entente.envelope.JweEncrypter.SenderKey;

/**
 * Chooses the keys for what we send: all key agreement keys of the recipient that are on one curve,
 * the first of its document that we can use, and a key of ours that fits (DIDComm v2 §ECDH Key
 * Wrapping and Common Protected Headers). Thread-safe.
 */
final class KeyChoice {
  private final OwnKeys ownKeys;
  private final DidResolvers resolvers;

  /** The keys of an authenticated envelope, all on one curve. */
  record Pair(SenderKey sender, List<RecipientKey> recipients) {}

  /** A key of ours that can sign. */
  record SigningKey(String kid, OwnKey key) {}

  KeyChoice(OwnKeys ownKeys, DidResolvers resolvers) {
    this.ownKeys = ownKeys;
    this.resolvers = resolvers;
  }

  /**
   * For an anonymous envelope.
   *
   * @throws DidResolutionException if the recipient has no key that we can encrypt to
   */
  List<RecipientKey> anonymous(Did to, Profile profile) {
    return anonymous(resolvers.resolve(to), profile);
  }

  /**
   * For an anonymous envelope to whoever the document is about.
   *
   * @throws DidResolutionException if it has no key that we can encrypt to
   */
  static List<RecipientKey> anonymous(DidDocument document, Profile profile) {
    return keysOn(curves(document).get(0), document, profile);
  }

  /**
   * For an authenticated envelope.
   *
   * @throws DidResolutionException if the recipient has no key that we can encrypt to with one of
   *     from's
   * @throws IllegalArgumentException if no key of from is ours
   */
  Pair authenticated(Did from, Did to, Profile profile) {
    DidDocument document = resolvers.resolve(to);
    DidDocument ours = resolvers.resolve(from);
    for (Curve curve : curves(document)) {
      for (VerificationMethod method : ours.keyAgreement()) {
        Optional<SenderKey> sender =
            isOn(curve, method) ? senderKey(from, method, profile) : Optional.empty();
        if (sender.isPresent()) {
          return new Pair(sender.get(), keysOn(curve, document, profile));
        }
      }
    }
    if (ours.keyAgreement().stream()
        .noneMatch(method -> senderKey(from, method, profile).isPresent())) {
      throw new IllegalArgumentException("the message's from has no key of ours");
    }
    throw new DidResolutionException(
        document.id(), "it has no key to encrypt to on a curve on which we have one");
  }

  /**
   * For a signature.
   *
   * @throws IllegalArgumentException if no authentication key of from is ours and can sign
   */
  SigningKey signing(Did from, Profile profile) {
    for (VerificationMethod method : resolvers.resolve(from).authentication()) {
      String kid = kid(from, method, profile);
      Optional<OwnKey> key = ownKeys.findKey(kid);
      if (key.isPresent()
          && SignatureAlgorithm.forCurve(key.get().publicKey().curve()).isPresent()) {
        return new SigningKey(kid, key.get());
      }
    }
    throw new IllegalArgumentException("the message's from has no key of ours that can sign");
  }

  private Optional<SenderKey> senderKey(Did from, VerificationMethod method, Profile profile) {
    String kid = kid(from, method, profile);
    return ownKeys.findKey(kid).map(key -> new SenderKey(kid, key));
  }

  private static List<Curve> curves(DidDocument document) {
    Set<Curve> curves = new LinkedHashSet<>();
    document
        .keyAgreement()
        .forEach(
            method ->
                method.key().map(PublicJwk::curve).filter(Curve::canAgree).ifPresent(curves::add));
    if (curves.isEmpty()) {
      throw new DidResolutionException(document.id(), "it has no key to encrypt to");
    }
    return new ArrayList<>(curves);
  }

  private static List<RecipientKey> keysOn(Curve curve, DidDocument document, Profile profile) {
    return document.keyAgreement().stream()
        .filter(method -> isOn(curve, method))
        .map(
            method ->
                new RecipientKey(kid(document.id(), method, profile), method.key().orElseThrow()))
        .toList();
  }

  private static boolean isOn(Curve curve, VerificationMethod method) {
    return method.key().filter(key -> key.curve() == curve).isPresent();
  }

  private static String kid(Did did, VerificationMethod method, Profile profile) {
    return new DidUrl(did, method.fragment(profile)).toString();
  }
}
