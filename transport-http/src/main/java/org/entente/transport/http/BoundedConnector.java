package org.entente.transport.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;

/**
 * Bounds what is read of a peer since we last said something to it, in bytes and in time. Jetty
 * bounds heads, and we the body, but nobody what is neither: blank lines, interim answers, the
 * framing of chunks, and what comes when nothing was asked. Jetty reads that for as long as it
 * comes, and a few such peers would take all threads.
 */
final class BoundedConnector extends ClientConnector {
  private final long mostBytes;
  private final long mostNanos;

  BoundedConnector(long mostBytes, long mostNanos) {
    this.mostBytes = mostBytes;
    this.mostNanos = mostNanos;
  }

  @Override
  protected EndPoint newEndPoint(
      SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
    return new BoundedEndPoint((SocketChannel) channel, selector, key);
  }

  private final class BoundedEndPoint extends SocketChannelEndPoint {
    private final AtomicLong heard = new AtomicLong();
    private final AtomicLong saidNanos = new AtomicLong(System.nanoTime());

    BoundedEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
      super(channel, selector, key, BoundedConnector.this.getScheduler());
    }

    /** As if the peer had hung up once the bound is reached: so the connection is closed. */
    @Override
    public int fill(ByteBuffer buffer) throws IOException {
      if (heard.get() > mostBytes || System.nanoTime() - saidNanos.get() > mostNanos) {
        return -1;
      }
      int filled = super.fill(buffer);
      heard.addAndGet(Math.max(0, filled));
      return filled;
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
      heard.set(0);
      saidNanos.set(System.nanoTime());
      return super.flush(buffers);
    }
  }
}
