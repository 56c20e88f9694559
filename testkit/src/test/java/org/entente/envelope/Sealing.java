package org.entente.envelope;

import java.security.SecureRandom;
import java.util.List;
import org.entente.did.Curve;
import org.entente.did.CurveArithmetic;
import org.entente.did.Did;
import org.entente.did.DidUrl;
import org.entente.did.OwnKey;
import org.entente.did.PeerDid;
import org.entente.did.Profile;
import org.entente.did.SealedDidKeyManager;
import org.entente.did.VerificationMethod;
import org.entente.envelope.JweEncrypter.RecipientKey;
import org.entente.envelope.JweEncrypter.SenderKey;
import org.jspecify.annotations.Nullable;

/** Encrypts any bytes at all from and to any key at all, as no honest agent would. */
public final class Sealing {
  private final JweEncrypter encrypter;

  /** With keys that a manager holds. */
  public Sealing(SealedDidKeyManager keys, SecureRandom random) {
    CurveArithmetic arithmetic = CurveArithmetic.standard();
    this.encrypter =
        new JweEncrypter(FreshKeys.of(random, arithmetic), arithmetic, new StaticAgreements(keys));
  }

  /** To whom it may concern, from nobody. */
  public byte[] anonymously(byte[] plaintext, Did to) {
    return encrypt(plaintext, null, to, to, ContentEncryption.XC20P);
  }

  /** From a key of ours by the name {@code kid}. */
  public byte[] authenticated(byte[] plaintext, String kid, OwnKey key, Did to) {
    return authenticated(plaintext, kid, key, to, to);
  }

  /** The same, calling the recipient by another name. */
  public byte[] authenticated(byte[] plaintext, String kid, OwnKey key, Did to, Did name) {
    SenderKey sender = new SenderKey(kid, key);
    return encrypt(plaintext, sender, to, name, ContentEncryption.A256CBC_HS512);
  }

  private byte[] encrypt(
      byte[] plaintext, @Nullable SenderKey sender, Did to, Did name, ContentEncryption enc) {
    VerificationMethod method = PeerDid.resolve(to).firstKeyAgreement(Curve.X25519).orElseThrow();
    String kid = new DidUrl(name, method.fragment(Profile.CURRENT)).toString();
    return encrypter
        .encrypt(plaintext, enc, sender, List.of(new RecipientKey(kid, method.key().orElseThrow())))
        .toJson()
        .toBytes();
  }
}
