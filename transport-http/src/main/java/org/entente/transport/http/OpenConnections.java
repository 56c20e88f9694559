package org.entente.transport.http;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.entente.limits.Limit;
import org.entente.limits.Limits;

/** The connections that a server holds, no more than are allowed. Thread-safe. */
final class OpenConnections {
  /** Of an IPv6 address, what one customer has is usually the first half. */
  private static final int IPV6_CUSTOMER_BYTES = 8;

  private final int most;
  private final int mostPerAddress;
  private final Set<NettyConnection> open = new HashSet<>();
  private final Map<ByteBuffer, Integer> perAddress = new HashMap<>();
  private boolean closing;

  OpenConnections(Limits limits) {
    this.most = limits.of(Limit.SERVER_CONNECTIONS);
    this.mostPerAddress = limits.of(Limit.SERVER_CONNECTIONS_PER_ADDRESS);
  }

  /** Counts one in; false if it is one too many. */
  synchronized boolean add(NettyConnection connection, InetAddress from) {
    ByteBuffer key = key(from);
    int others = perAddress.getOrDefault(key, 0);
    if (closing || open.size() >= most || (mostPerAddress > 0 && others >= mostPerAddress)) {
      return false;
    }
    open.add(connection);
    perAddress.put(key, others + 1);
    return true;
  }

  /** Counts one out that had been counted in. */
  synchronized void remove(NettyConnection connection, InetAddress from) {
    if (open.remove(connection)) {
      perAddress.computeIfPresent(key(from), (k, count) -> count == 1 ? null : count - 1);
      notifyAll();
    }
  }

  /** Lets no more in and returns those that are there. */
  synchronized List<NettyConnection> close() {
    closing = true;
    return List.copyOf(open);
  }

  synchronized boolean isClosing() {
    return closing;
  }

  /** Waits until none is left. */
  synchronized void awaitNone(long deadlineNanos) throws InterruptedException {
    for (long left = deadlineNanos - System.nanoTime();
        !open.isEmpty() && left > 0;
        left = deadlineNanos - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  private static ByteBuffer key(InetAddress address) {
    byte[] bytes = address.getAddress();
    int counted = bytes.length == 4 ? 4 : IPV6_CUSTOMER_BYTES;
    return ByteBuffer.wrap(Arrays.copyOf(bytes, counted));
  }
}
