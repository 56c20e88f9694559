package org.entente.did;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * DIDs of the method {@code key}: a single key, and no endpoint.
 *
 * <p>Specification: The did:key Method v0.9. Nothing is fetched. Thread-safe.
 */
public final class DidKey {
  static final String METHOD = "key";

  /** The prime of Curve25519, 2²⁵⁵ - 19. */
  private static final BigInteger P =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

  private static final VerificationRelationship[] SIGNING = {
    VerificationRelationship.AUTHENTICATION,
    VerificationRelationship.ASSERTION_METHOD,
    VerificationRelationship.CAPABILITY_INVOCATION,
    VerificationRelationship.CAPABILITY_DELEGATION
  };

  private DidKey() {}

  /** The DID of a key. */
  public static Did create(PublicJwk key) {
    return new Did("did:key:" + key.multibase());
  }

  /**
   * The document. A key on Ed25519 comes with the X25519 key that it is converted to.
   *
   * @throws DidResolutionException if the DID is of another method, or its key is broken or of an
   *     unknown kind
   */
  public static DidDocument resolve(Did did) {
    if (!did.method().equals(METHOD)) {
      throw new DidResolutionException(did, "it is not of the method key");
    }
    String multibase = did.methodSpecificId();
    PublicJwk key =
        PublicJwk.parseMultibase(multibase)
            .orElseThrow(() -> new DidResolutionException(did, "its key is of no known kind"));
    DidDocument.Builder document = DidDocument.builder(did);
    if (key.curve() == Curve.ED25519) {
      if (!Ed25519.validatePublicKeyPartial(key.raw(), 0)) {
        throw new DidResolutionException(did, "its key is not on its curve");
      }
      document
          .verificationMethod(method(did, key), SIGNING)
          .keyAgreement(method(did, toX25519(key)));
    } else {
      document.verificationMethod(method(did, key), relationships(key));
    }
    return document.build();
  }

  /** All that a key on its own may be used for. */
  static VerificationRelationship[] relationships(PublicJwk key) {
    return Arrays.stream(VerificationRelationship.values())
        .filter(relationship -> relationship.fits(key))
        .toArray(VerificationRelationship[]::new);
  }

  /** Whether the key's curve is one for key agreement. */
  static boolean canAgree(PublicJwk key) {
    return key.curve().canAgree();
  }

  /** Whether the key's curve is one for signatures. */
  static boolean canSign(PublicJwk key) {
    return key.curve() != Curve.X25519;
  }

  private static VerificationMethod method(Did did, PublicJwk key) {
    String multibase = key.multibase();
    return VerificationMethod.multikey(
        did.value() + '#' + multibase, List.of(multibase), multibase, key);
  }

  // RFC 7748 §4.1: u = (1 + y) / (1 - y). The key is public, so BigInteger's timing tells nothing.
  private static PublicJwk toX25519(PublicJwk ed25519) {
    byte[] littleEndian = ed25519.raw();
    littleEndian[31] &= 0x7f; // the sign of x
    BigInteger y = new BigInteger(1, reversed(littleEndian));
    BigInteger u = BigInteger.ONE.add(y).multiply(BigInteger.ONE.subtract(y).modInverse(P)).mod(P);
    byte[] bigEndian = u.toByteArray();
    byte[] raw = new byte[32];
    for (int i = 0; i < Math.min(32, bigEndian.length); i++) {
      raw[i] = bigEndian[bigEndian.length - 1 - i];
    }
    return PublicJwk.of(Curve.X25519, raw);
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = Arrays.copyOf(bytes, bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
