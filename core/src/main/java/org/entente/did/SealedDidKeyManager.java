package org.entente.did;

import java.security.SecureRandom;
import org.entente.exception.InvalidMessageException;
import org.entente.keys.DataKey;
import org.entente.keys.Secret;

/**
 * Keeps private keys sealed under the store's data key; they are in the clear only during an
 * operation. Thread-safe.
 *
 * <p>A sealed key is bound to its wallet and its public key, so one that was swapped for another in
 * the database does not open, and its public part need not be computed again.
 */
public final class SealedDidKeyManager implements DidKeyManager {
  private static final String KIND = "key";

  private final String wallet;
  private final DataKey dataKey;
  private final CurveArithmetic arithmetic;
  private final SecureRandom random;

  /** The manager of one wallet. */
  public SealedDidKeyManager(
      String wallet, DataKey dataKey, CurveArithmetic arithmetic, SecureRandom random) {
    this.wallet = wallet;
    this.dataKey = dataKey;
    this.arithmetic = arithmetic;
    this.random = random;
  }

  @Override
  public NewKeys generate() {
    return new NewKeys(generate(Curve.X25519), generate(Curve.ED25519));
  }

  @Override
  public Secret agree(OwnKey key, PublicJwk theirs) {
    if (key.publicKey().curve() != theirs.curve()) {
      throw InvalidMessageException.undecryptable();
    }
    try (Secret privateKey = open(key)) {
      return arithmetic.agree(privateKey, theirs);
    }
  }

  @Override
  public byte[] sign(OwnKey key, byte[] data) {
    try (Secret privateKey = open(key)) {
      return arithmetic.sign(privateKey, key.publicKey(), data);
    }
  }

  /**
   * Takes in a pair from elsewhere, such as a wallet that is moved here.
   *
   * @param privateKey not closed here
   * @throws IllegalArgumentException if it is no private key on this curve
   */
  public OwnKey importKey(Curve curve, Secret privateKey) {
    return seal(new CurveArithmetic.KeyPair(privateKey, arithmetic.publicKey(curve, privateKey)));
  }

  @Override
  public OwnKey generate(Curve curve) {
    CurveArithmetic.KeyPair pair = arithmetic.generate(curve, random);
    try {
      return seal(pair);
    } finally {
      pair.privateKey().close();
    }
  }

  private OwnKey seal(CurveArithmetic.KeyPair pair) {
    String id = pair.publicKey().multibase();
    return new OwnKey(pair.publicKey(), dataKey.seal(wallet, KIND, id, pair.privateKey().expose()));
  }

  private Secret open(OwnKey key) {
    return Secret.takeOver(dataKey.open(wallet, KIND, key.id(), key.handle()));
  }
}
