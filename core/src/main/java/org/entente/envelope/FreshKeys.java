package org.entente.envelope;

import java.security.SecureRandom;
import org.entente.did.Curve;
import org.entente.did.CurveArithmetic;

/**
 * What every envelope needs anew: the one seam through which published vectors can fix it in tests.
 */
interface FreshKeys {
  /** An ephemeral key pair. */
  CurveArithmetic.KeyPair ephemeral(Curve curve);

  /** Random bytes for a content key or an initialization vector. */
  byte[] bytes(int length);

  static FreshKeys of(SecureRandom random, CurveArithmetic arithmetic) {
    return new FreshKeys() {
      @Override
      public CurveArithmetic.KeyPair ephemeral(Curve curve) {
        return arithmetic.generate(curve, random);
      }

      @Override
      public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
      }
    };
  }
}
