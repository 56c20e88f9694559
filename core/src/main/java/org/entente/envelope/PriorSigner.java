package org.entente.envelope;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.entente.did.Did;
import org.entente.did.DidKeyManager;
import org.entente.did.Profile;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;

/** Writes the header {@code from_prior}: the counterpart of {@link FromPrior}. Thread-safe. */
final class PriorSigner {
  private final KeyChoice keyChoice;
  private final DidKeyManager keyManager;

  PriorSigner(KeyChoice keyChoice, DidKeyManager keyManager) {
    this.keyChoice = keyChoice;
    this.keyManager = keyManager;
  }

  /**
   * A JWT in compact form.
   *
   * @throws IllegalArgumentException if prior has no key of ours that can sign
   */
  String sign(Did prior, Optional<Did> next, Instant time, Profile profile) {
    KeyChoice.SigningKey signer = keyChoice.signing(prior, profile);
    SignatureAlgorithm alg =
        SignatureAlgorithm.forCurve(signer.key().publicKey().curve()).orElseThrow();
    JsonObject header =
        JsonObject.builder()
            .put("typ", "JWT")
            .put("alg", alg.joseName())
            .put("kid", signer.kid())
            .build();
    JsonObject claims =
        JsonObject.builder()
            .put("iss", prior.value())
            .put("sub", next.map(Did::value))
            .put("iat", time.getEpochSecond())
            .build();
    String input = Base64Url.encode(header.toBytes()) + '.' + Base64Url.encode(claims.toBytes());
    byte[] signature = keyManager.sign(signer.key(), input.getBytes(StandardCharsets.US_ASCII));
    return input + '.' + Base64Url.encode(signature);
  }
}
