package org.entente.transport.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.entente.transport.Answer;

/**
 * Resolves host names on a few threads of its own, however long that takes: senders of one name
 * share one lookup, and more names than can wait are answered "try later". Thread-safe.
 */
final class Names implements AutoCloseable {
  private static final int THREADS = 16;
  private static final int WAITING = 1024;

  private final NameResolver resolver;
  private final ThreadPoolExecutor threads;
  private final Map<String, CompletableFuture<List<InetAddress>>> underWay =
      new ConcurrentHashMap<>();

  Names(NameResolver resolver) {
    this.resolver = resolver;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            new Daemons("entente-http-names"));
    threads.allowCoreThreadTimeOut(true);
  }

  /** The addresses, at least one; fails with {@link UndeliverableException} and nothing else. */
  CompletableFuture<List<InetAddress>> resolve(String host) {
    CompletableFuture<List<InetAddress>> lookup = new CompletableFuture<>();
    CompletableFuture<List<InetAddress>> other = underWay.putIfAbsent(host, lookup);
    if (other != null) {
      return other;
    }
    try {
      threads.execute(() -> resolve(host, lookup));
    } catch (RejectedExecutionException e) {
      fail(host, lookup, "too many names to resolve");
    }
    return lookup;
  }

  private void resolve(String host, CompletableFuture<List<InetAddress>> lookup) {
    List<InetAddress> addresses;
    try {
      addresses = named(host, resolver.resolve(host));
    } catch (UnknownHostException e) {
      addresses = List.of();
    } catch (RuntimeException | Error e) {
      fail(host, lookup, "the host name cannot be resolved");
      throw e;
    }
    if (addresses.isEmpty()) {
      fail(host, lookup, "the host name does not resolve");
    } else {
      underWay.remove(host);
      lookup.complete(addresses);
    }
  }

  /** TLS is checked for the name that an address carries, which so is always the one asked for. */
  private static List<InetAddress> named(String host, InetAddress[] addresses)
      throws UnknownHostException {
    List<InetAddress> named = new ArrayList<>();
    for (InetAddress address : addresses) {
      named.add(InetAddress.getByAddress(host, address.getAddress()));
    }
    return List.copyOf(named);
  }

  private void fail(String host, CompletableFuture<List<InetAddress>> lookup, String note) {
    underWay.remove(host);
    lookup.completeExceptionally(new UndeliverableException(Answer.tryLater(note)));
  }

  @Override
  public void close() {
    threads.shutdown();
    threads.getQueue().clear();
  }
}
