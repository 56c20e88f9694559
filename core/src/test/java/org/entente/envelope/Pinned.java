package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.entente.did.Curve;
import org.entente.did.CurveArithmetic;
import org.entente.did.PublicJwk;
import org.entente.keys.Secret;

/**
 * The random choices of one published envelope, for making it again. Its ephemeral private key is
 * not published, but what came of it: the public key, and the secret agreed with each recipient.
 */
final class Pinned implements FreshKeys, CurveArithmetic {
  private final PublicJwk epk;
  private final Map<PublicJwk, byte[]> ze;
  private final Queue<byte[]> bytes;

  /**
   * Takes the choices.
   *
   * @param ze the secret agreed between the ephemeral key and each recipient
   */
  Pinned(PublicJwk epk, Map<PublicJwk, byte[]> ze, byte[] cek, byte[] iv) {
    this.epk = epk;
    this.ze = ze;
    this.bytes = new ArrayDeque<>(List.of(cek, iv));
  }

  @Override
  public KeyPair ephemeral(Curve curve) {
    assertThat(curve).isEqualTo(epk.curve());
    return new KeyPair(Secret.takeOver(new byte[32]), epk);
  }

  @Override
  public byte[] bytes(int length) {
    assertThat(bytes.element()).hasSize(length);
    return bytes.remove();
  }

  @Override
  public Secret agree(Secret privateKey, PublicJwk theirs) {
    return Secret.copyOf(ze.get(theirs));
  }

  @Override
  public KeyPair generate(Curve curve, SecureRandom random) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PublicJwk publicKey(Curve curve, Secret privateKey) {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte[] sign(Secret privateKey, PublicJwk publicKey, byte[] data) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean verify(PublicJwk publicKey, byte[] data, byte[] signature) {
    throw new UnsupportedOperationException();
  }
}
