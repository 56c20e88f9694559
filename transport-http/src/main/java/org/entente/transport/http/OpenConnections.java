package org.entente.transport.http;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.entente.limits.Limit;
import org.entente.limits.Limits;

/**
 * The connections that a server holds, no more than are allowed. When there are as many, a new one
 * takes the place of one that keeps us waiting, lest those who only hold connections keep everybody
 * else out: of the address that has most of them, the one that has kept us waiting longest.
 * Thread-safe.
 */
final class OpenConnections {
  /** Of an IPv6 address, what one customer has is usually the first half. */
  private static final int IPV6_CUSTOMER_BYTES = 8;

  /** How many may be on their way out, beyond those that are allowed. */
  private static final int MOST_LEAVING = 64;

  private final int most;
  private final int mostPerAddress;
  private final Map<ByteBuffer, Set<NettyConnection>> staying = new HashMap<>();
  private final Set<NettyConnection> leaving = new HashSet<>();
  private int stayingCount;
  private boolean closing;

  OpenConnections(Limits limits) {
    this.most = limits.of(Limit.SERVER_CONNECTIONS);
    this.mostPerAddress = limits.of(Limit.SERVER_CONNECTIONS_PER_ADDRESS);
  }

  /** Counts one in; false if it is one too many. */
  synchronized boolean add(NettyConnection connection, InetAddress from) {
    ByteBuffer key = key(from);
    int others = staying.getOrDefault(key, Set.of()).size();
    if (closing
        || (mostPerAddress > 0 && others >= mostPerAddress)
        || (stayingCount >= most && !makeRoom())) {
      return false;
    }
    staying.computeIfAbsent(key, k -> new HashSet<>()).add(connection);
    stayingCount++;
    return true;
  }

  /** Counts one out that had been counted in. */
  synchronized void remove(NettyConnection connection, InetAddress from) {
    if (leaving.remove(connection) || removeStaying(connection, key(from))) {
      notifyAll();
    }
  }

  private boolean removeStaying(NettyConnection connection, ByteBuffer key) {
    Set<NettyConnection> ofAddress = staying.get(key);
    if (ofAddress == null || !ofAddress.remove(connection)) {
      return false;
    }
    stayingCount--;
    if (ofAddress.isEmpty()) {
      staying.remove(key);
    }
    return true;
  }

  private boolean makeRoom() {
    if (leaving.size() >= MOST_LEAVING) {
      return false;
    }
    ByteBuffer key = null;
    NettyConnection longest = null;
    int mostOfOne = 0;
    for (Map.Entry<ByteBuffer, Set<NettyConnection>> entry : staying.entrySet()) {
      int ofOne = entry.getValue().size();
      Optional<NettyConnection> waiting =
          ofOne < mostOfOne ? Optional.empty() : longestWaiting(entry.getValue());
      if (waiting.isPresent()
          && (longest == null || ofOne > mostOfOne || waiting.get().hasWaitedLonger(longest))) {
        key = entry.getKey();
        longest = waiting.get();
        mostOfOne = ofOne;
      }
    }
    if (longest == null || key == null) {
      return false; // all of them wait for us
    }
    removeStaying(longest, key);
    leaving.add(longest);
    longest.giveWay();
    return true;
  }

  private static Optional<NettyConnection> longestWaiting(Set<NettyConnection> connections) {
    NettyConnection longest = null;
    for (NettyConnection connection : connections) {
      if (connection.waitsForPeer() && (longest == null || connection.hasWaitedLonger(longest))) {
        longest = connection;
      }
    }
    return Optional.ofNullable(longest);
  }

  /** Lets no more in and returns those that are there. */
  synchronized List<NettyConnection> close() {
    closing = true;
    List<NettyConnection> open = new ArrayList<>(leaving);
    staying.values().forEach(open::addAll);
    return open;
  }

  synchronized boolean isClosing() {
    return closing;
  }

  /** Waits until none is left. */
  synchronized void awaitNone(long deadlineNanos) throws InterruptedException {
    for (long left = deadlineNanos - System.nanoTime();
        stayingCount + leaving.size() > 0 && left > 0;
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
