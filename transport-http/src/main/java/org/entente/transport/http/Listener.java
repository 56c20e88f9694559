package org.entente.transport.http;

/** A server that is up. Keeps the server's library out of the classes that send. Thread-safe. */
interface Listener extends AutoCloseable {
  /** The port it listens on. */
  int port();

  /** Stops accepting, lets what is under way finish within a bounded time, and frees everything. */
  @Override
  void close();
}
