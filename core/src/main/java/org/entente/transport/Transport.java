package org.entente.transport;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Carries packed messages between agents. The SPI for a transport of your own; prove it with {@code
 * TransportContract} of {@code entente-testkit}.
 *
 * <p>The rules, by the numbers that the contract's tests carry:
 *
 * <ol>
 *   <li>T1: what {@link #send} is given arrives at the receiver byte for byte.
 *   <li>T2: {@code send} never blocks and never throws for a bad endpoint or peer: every outcome is
 *       an {@link Answer}, within 30 s.
 *   <li>T3: the answer follows the receipt: accepted for {@code ACCEPTED} and {@code DUPLICATE},
 *       try later for {@code BUSY}, refused for the others.
 *   <li>T4: several receivers may be started; they are asked in the order of starting until one
 *       answers anything but {@code NOT_FOR_US}.
 *   <li>T5: a receiver whose registration is closed gets nothing any more; with none left, peers
 *       are told to try later.
 *   <li>T6: a receiver that throws harms nobody: the peer is told to try later.
 *   <li>T7: an endpoint that nobody listens on, or whose scheme is not ours, is an answer too.
 *   <li>T8: {@link #close} may be called twice, and sending afterwards answers {@code TRY_LATER}.
 *   <li>T9: one peer that never answers does not keep others from getting theirs.
 * </ol>
 *
 * <p>Implementations must be thread-safe.
 */
public interface Transport extends AutoCloseable {
  /** The URI schemes that {@link #send} can reach, in lower case. */
  Set<String> schemes();

  /**
   * Where peers reach the receivers of this transport, or the DID of the mediator that they send
   * to; goes into our DIDs.
   */
  URI endpoint();

  /**
   * Why peers elsewhere may be unable to reach {@link #endpoint}, on one line, for whoever looks
   * for the reason why nothing arrives.
   */
  default Optional<String> reachWarning() {
    return Optional.empty();
  }

  /**
   * Starts to hand what arrives to a receiver.
   *
   * @return ends it when closed
   */
  Registration start(Receiver receiver);

  /**
   * Sends one message.
   *
   * @param endpoint from the peer's DID document; hostile until judged
   * @param packed not changed, and not kept after the answer
   * @return completes with what came of it; never exceptionally
   */
  CompletionStage<Answer> send(URI endpoint, byte[] packed);

  /** Stops receiving, lets answers under way finish, and frees what is held. */
  @Override
  void close();
}
