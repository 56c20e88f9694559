package org.entente.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionNotEstablishedException;
import org.jspecify.annotations.Nullable;

/** Those who wait for a connection to come to something. A change wakes them. Thread-safe. */
public final class Waiters {
  private final Map<String, List<Waiter>> byConnection = new HashMap<>();
  private @Nullable RuntimeException closed;

  private record Waiter(
      Predicate<Connection> condition,
      Predicate<Connection> hopeless,
      CompletableFuture<Connection> future) {}

  /**
   * Waits from now on; the caller offers the connection as it stands afterwards, so that nothing
   * falls between looking and waiting.
   *
   * @return completes with the connection once it fulfils the condition; with {@link
   *     ConnectionNotEstablishedException} once it never will by itself
   */
  public CompletableFuture<Connection> add(String id, Predicate<Connection> condition) {
    return add(id, condition, Waiters::goesNoFurther);
  }

  /**
   * The same, but for whom it is hopeless only then.
   *
   * @param hopeless whether the connection will never fulfil the condition by itself
   */
  public CompletableFuture<Connection> add(
      String id, Predicate<Connection> condition, Predicate<Connection> hopeless) {
    CompletableFuture<Connection> future = new CompletableFuture<>();
    synchronized (byConnection) {
      if (closed != null) {
        future.completeExceptionally(closed);
        return future;
      }
      byConnection
          .computeIfAbsent(id, key -> new ArrayList<>())
          .add(new Waiter(condition, hopeless, future));
    }
    // whoever stops waiting, by cancelling or a time-out of its own, leaves nothing behind
    var unused = future.whenComplete((connection, failure) -> remove(id, future));
    return future;
  }

  /** The connection as it stands now. */
  public void offer(Connection connection) {
    for (Waiter waiter : waitersFor(connection.id())) {
      if (waiter.condition().test(connection)) {
        waiter.future().complete(connection);
      } else if (waiter.hopeless().test(connection)) {
        waiter
            .future()
            .completeExceptionally(
                new ConnectionNotEstablishedException(
                    connection, "the connection goes no further"));
      }
    }
  }

  /** Whether nothing happens to a connection any more, unless somebody decides. */
  public static boolean goesNoFurther(Connection connection) {
    return connection.stopped().isPresent() || connection.state().isFailed();
  }

  /** Ends all waiting for a connection. */
  public void end(String id, RuntimeException reason) {
    waitersFor(id).forEach(waiter -> waiter.future().completeExceptionally(reason));
  }

  /** The connections that someone waits for. */
  Set<String> awaited() {
    synchronized (byConnection) {
      return Set.copyOf(byConnection.keySet());
    }
  }

  /** Ends all waiting. */
  void close(RuntimeException reason) {
    List<Waiter> all = new ArrayList<>();
    synchronized (byConnection) {
      closed = reason;
      byConnection.values().forEach(all::addAll);
    }
    all.forEach(waiter -> waiter.future().completeExceptionally(reason));
  }

  private List<Waiter> waitersFor(String id) {
    synchronized (byConnection) {
      return List.copyOf(Optional.ofNullable(byConnection.get(id)).orElse(List.of()));
    }
  }

  private void remove(String id, CompletableFuture<Connection> future) {
    synchronized (byConnection) {
      List<Waiter> waiters = byConnection.get(id);
      if (waiters != null) {
        waiters.removeIf(waiter -> waiter.future() == future);
        if (waiters.isEmpty()) {
          byConnection.remove(id);
        }
      }
    }
  }
}
