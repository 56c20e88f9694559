package org.entente.transport;

/**
 * Takes a packed message from wherever it came.
 *
 * <p>This is the one method to call for hosting an agent in a server of your own:
 *
 * <pre>{@code
 * Receipt receipt = agent.receiver().receive(body);
 * response.setStatus(receipt.httpStatus());
 * }</pre>
 *
 * <p>Thread-safe. Blocks until the message is committed or refused: tens of milliseconds at most,
 * as no network is involved, and answers {@code BUSY} at once when too many callers wait already.
 * Never throws: whatever is wrong with a message or the store is in the receipt.
 */
@FunctionalInterface
public interface Receiver {
  /**
   * Takes one message.
   *
   * @param packed the message; not changed, and not kept after the call
   * @return the answer for the peer: once it is {@code ACCEPTED}, the message survives our death
   */
  Receipt receive(byte[] packed);
}
