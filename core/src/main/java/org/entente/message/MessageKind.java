package org.entente.message;

/**
 * How a kind of message is told and read, such as {@link BasicMessage#KIND}. Define one for each
 * kind of content of your own.
 *
 * @param <T> what the message says
 */
public interface MessageKind<T> {
  /** The type that it is told by; every minor version is accepted. */
  MessageType type();

  /**
   * Reads the content. Pure: called once before the message is accepted, and again for each
   * delivery.
   *
   * @throws org.entente.exception.InvalidMessageException if it is not such a message; the peer is
   *     refused
   */
  T read(Message message);
}
