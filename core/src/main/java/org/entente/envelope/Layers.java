package org.entente.envelope;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.did.Did;
import org.entente.did.DidUrl;
import org.entente.exception.InvalidMessageException;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.jspecify.annotations.Nullable;

/**
 * The layers of one message as they come off, outermost first, and which may follow which.
 *
 * <p>Anonymous encryption, authenticated encryption, signature: each at most once, in this order
 * (DIDComm v2 §Message Layers). Everything else is refused. Not thread-safe.
 */
final class Layers {
  private enum Kind {
    ANONCRYPT,
    AUTHCRYPT,
    SIGNED
  }

  private final Limits limits;
  private final boolean forwarded;
  private final List<String> algorithms = new ArrayList<>();
  private int count;
  private @Nullable Kind last;
  private @Nullable DidUrl recipient;
  private @Nullable DidUrl sender;
  private List<DidUrl> signers = List.of();

  /**
   * Of a message.
   *
   * @param forwarded whether it came out of a forward to ourselves
   */
  Layers(Limits limits, boolean forwarded) {
    this.limits = limits;
    this.forwarded = forwarded;
  }

  /** Before an encrypted layer is opened: whether it may stand here. */
  void enter(JweHeader header) {
    enter(header.alg() == KeyWrappingAlgorithm.ECDH_1PU_A256KW ? Kind.AUTHCRYPT : Kind.ANONCRYPT);
    algorithms.add(header.alg().joseName());
    algorithms.add(header.enc().joseName());
  }

  /** Before a signature is verified: whether it may stand here. */
  void enter(Jws jws) {
    enter(Kind.SIGNED);
    jws.signatures().forEach(signature -> algorithms.add(signature.alg().joseName()));
  }

  /** An encrypted layer came off; the metadata of the one around it are forgotten. */
  void decrypted(DidUrl recipient, Optional<DidUrl> sender) {
    this.recipient = recipient;
    this.sender = sender.orElse(null);
  }

  /** The signatures were verified. */
  void verified(Jws jws) {
    this.signers = jws.signatures().stream().map(Jws.Signature::kid).toList();
  }

  /** The DID of ours that the innermost encryption so far was for; null outside encryption. */
  @Nullable Did recipientDid() {
    return recipient == null ? null : recipient.did();
  }

  Protection protection() {
    return new Protection(
        Optional.ofNullable(recipient),
        Optional.ofNullable(sender),
        signers,
        algorithms,
        forwarded);
  }

  private void enter(Kind kind) {
    limits.check(Limit.ENVELOPE_LAYERS, ++count);
    if (last != null && kind.compareTo(last) <= 0) {
      throw InvalidMessageException.malformed("envelopes are nested in a way that is not allowed");
    }
    last = kind;
  }
}
