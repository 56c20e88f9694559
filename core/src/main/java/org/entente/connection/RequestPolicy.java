package org.entente.connection;

import java.util.Optional;
import org.entente.did.Did;
import org.entente.message.Message;

/**
 * Decides about requests to connect that answer an invitation of ours.
 *
 * <p>It is asked while the request is being taken, and asked again if something else came between:
 * it must be quick, thread-safe, and do nothing but decide. If it throws, the requester is told to
 * try again later. For whatever takes time, {@link Verdict#DEFER} and decide when you know.
 */
@FunctionalInterface
public interface RequestPolicy {
  /**
   * Who wants to connect.
   *
   * @param invitationId which invitation is answered
   * @param label what we called it
   * @param requester the DID that asks, as proven by the envelope
   * @param message the request; what it says is the requester's word
   */
  record Request(String invitationId, Optional<String> label, Did requester, Message message) {}

  /** Decides. */
  Verdict decide(Request request);

  /** Accepts every request that answers a valid invitation, as the PRISM agents do. */
  static RequestPolicy automatic() {
    return request -> Verdict.ACCEPT;
  }

  /** Leaves every request to somebody who looks at it. */
  static RequestPolicy manual() {
    return request -> Verdict.DEFER;
  }
}
