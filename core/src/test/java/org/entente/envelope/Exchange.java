package org.entente.envelope;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.entente.did.Curve;
import org.entente.did.CurveArithmetic.KeyPair;
import org.entente.did.OwnKey;
import org.entente.did.PublicJwk;
import org.entente.keys.Secret;

/**
 * Who writes to whom, and the secrets that they agree on: the same for every envelope, so that
 * thousands can be made quickly.
 */
final class Exchange {
  final String id;
  final Correspondent from;
  final Correspondent to;

  /** Whom the author was before. */
  final Correspondent prior;

  final PublicJwk epk;
  private int ivs;
  private final List<Secret> ze = new ArrayList<>();
  private final List<Secret> zs = new ArrayList<>();

  /**
   * Agrees on everything.
   *
   * @param id what tells it from the others
   */
  Exchange(
      String id, Correspondent from, Correspondent prior, Correspondent to, SecureRandom random) {
    this.id = id;
    this.from = from;
    this.prior = prior;
    this.to = to;
    OwnKey sender = from.key(from.kids().get(0));
    Curve curve = sender.publicKey().curve();
    KeyPair ephemeral = FreshKeys.of(random, Peer.ARITHMETIC).ephemeral(curve);
    this.epk = ephemeral.publicKey();
    for (String kid : to.kids()) {
      PublicJwk key = to.key(kid).publicKey();
      ze.add(Peer.ARITHMETIC.agree(ephemeral.privateKey(), key));
      zs.add(from.keys.keyManager().agree(sender, key));
    }
  }

  /** A content key. */
  byte[] cek(int length) {
    return bytes("cek", length);
  }

  /** An initialization vector: another each time, or the JDK would not encrypt. */
  byte[] iv(int length) {
    return bytes("iv" + ivs++, length);
  }

  private byte[] bytes(String purpose, int length) {
    byte[] digest = Jca.sha256().digest((id + ' ' + purpose).getBytes(StandardCharsets.UTF_8));
    byte[] bytes = Arrays.copyOf(digest, 64);
    System.arraycopy(Jca.sha256().digest(digest), 0, bytes, 32, 32);
    return Arrays.copyOf(bytes, length);
  }

  /** What the ephemeral key agrees on with a key of the recipient. */
  Secret ze(int recipient) {
    return ze.get(recipient);
  }

  /** What the sender's key agrees on with a key of the recipient. */
  Secret zs(int recipient) {
    return zs.get(recipient);
  }
}
