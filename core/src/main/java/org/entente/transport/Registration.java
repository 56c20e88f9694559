package org.entente.transport;

/** Something that was registered, and how to take it back. Thread-safe. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
  /** Takes it back; a second call does nothing. */
  @Override
  void close();
}
