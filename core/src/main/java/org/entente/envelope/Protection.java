package org.entente.envelope;

import java.util.List;
import java.util.Optional;
import org.entente.did.Did;
import org.entente.did.DidUrl;

/**
 * How a message was protected on its way to us. Immutable.
 *
 * <p>It speaks of the innermost layers, those that the plaintext came out of: what was wrapped
 * around them for routing says nothing about the message (threat model S26).
 *
 * @param recipient the key of ours that it was encrypted to; empty if it was not encrypted
 * @param sender the key of the party that encrypted it with authentication
 * @param signer the key of the party that signed it
 * @param algorithms {@code alg} and {@code enc} of each layer, outermost first
 */
public record Protection(
    Optional<DidUrl> recipient,
    Optional<DidUrl> sender,
    Optional<DidUrl> signer,
    List<String> algorithms) {

  /** Copies the list. */
  public Protection {
    algorithms = List.copyOf(algorithms);
  }

  /** Whether nobody but us could read it. */
  public boolean isEncrypted() {
    return recipient.isPresent();
  }

  /** Whether the author can be shown to third parties. */
  public boolean isNonRepudiable() {
    return signer.isPresent();
  }

  /**
   * Who is proven to have written it for us: whoever encrypted it with authentication, or signed it
   * inside encryption. Empty for an anonymous message and for one that is only signed, which
   * anybody could have passed on.
   */
  public Optional<Did> author() {
    if (!isEncrypted()) {
      return Optional.empty();
    }
    return sender.or(() -> signer).map(DidUrl::did);
  }
}
