package org.entente.envelope;

import java.util.List;
import java.util.Optional;
import org.entente.did.Did;
import org.entente.did.DidUrl;

/**
 * How a message was protected on its way to us. Immutable.
 *
 * <p>It speaks of the layers that the plaintext came out of. A forward that was wrapped around them
 * says nothing about the message: neither who sealed it nor to which key (threat model S26).
 *
 * @param recipient the key of ours that it was encrypted to, of the innermost encryption; empty if
 *     it was not encrypted
 * @param sender the key of the party that encrypted it with authentication
 * @param signers the keys that signed it, all of one DID
 * @param algorithms {@code alg} and {@code enc} of each encryption, {@code alg} of each signature,
 *     outermost first
 * @param isForwarded whether it came inside a forward that was addressed to ourselves, as a
 *     mediator wraps what it passes on
 */
public record Protection(
    Optional<DidUrl> recipient,
    Optional<DidUrl> sender,
    List<DidUrl> signers,
    List<String> algorithms,
    boolean isForwarded) {

  /** Copies the lists. */
  public Protection {
    signers = List.copyOf(signers);
    algorithms = List.copyOf(algorithms);
  }

  /** Whether nobody but us could read it. */
  public boolean isEncrypted() {
    return recipient.isPresent();
  }

  /** Whether it is proven to us who wrote it, so that {@link #author} says it. */
  public boolean isAuthenticated() {
    return author().isPresent();
  }

  /** Whether it is encrypted, and nothing proves who wrote it. */
  public boolean isAnonymous() {
    return isEncrypted() && !isAuthenticated();
  }

  /** Whether the author can be shown to third parties. */
  public boolean isNonRepudiable() {
    return !signers.isEmpty();
  }

  /** Whether the sender's key was hidden from whoever carried the message. */
  public boolean isSenderHidden() {
    return sender.isPresent()
        && algorithms.contains(KeyWrappingAlgorithm.ECDH_ES_A256KW.joseName());
  }

  /** The key that signed it; the first, if there are several. */
  public Optional<DidUrl> signer() {
    return signers.stream().findFirst();
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
    return sender.or(this::signer).map(DidUrl::did);
  }
}
