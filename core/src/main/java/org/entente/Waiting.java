package org.entente;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionNotEstablishedException;
import org.entente.connection.ConnectionNotFoundException;
import org.entente.connection.ConnectionState;
import org.entente.pipeline.Driver;
import org.entente.pipeline.Pipeline;
import org.entente.pipeline.Records;
import org.entente.pipeline.Waiters;
import org.jspecify.annotations.Nullable;

/** Waits for a connection to come to something. Thread-safe. */
final class Waiting {
  private final Pipeline pipeline;
  private final Driver driver;
  private final Records records;

  Waiting(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.driver = pipeline.parts().driver();
    this.records = pipeline.records();
  }

  Connection awaitEstablished(String id, Duration timeout) {
    return await(id, Connection::isEstablished, Waiters::goesNoFurther, timeout);
  }

  Connection await(String id, ConnectionState state, Duration timeout) {
    // a report is under way although it is over with the connection
    boolean isReport = state == ConnectionState.PROBLEM_REPORT_SENT;
    return await(
        id,
        connection -> connection.state() == state,
        connection ->
            Waiters.goesNoFurther(connection)
                && !(isReport && connection.state() == ConnectionState.PROBLEM_REPORT_PENDING),
        timeout);
  }

  private Connection await(
      String id,
      Predicate<Connection> condition,
      Predicate<Connection> hopeless,
      Duration timeout) {
    CompletableFuture<Connection> future = when(id, condition, hopeless);
    try {
      return driver.await(future, timeout);
    } catch (TimeoutException e) {
      throw new ConnectionNotEstablishedException(
          get(id), "the connection did not come about within " + timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectionNotEstablishedException(get(id), "waiting was interrupted");
    } finally {
      future.cancel(false);
    }
  }

  CompletableFuture<Connection> whenEstablished(String id) {
    CompletableFuture<Connection> established =
        when(id, Connection::isEstablished, Waiters::goesNoFurther);
    // what the application chains to it may block, and must not hold up the agent
    CompletableFuture<Connection> forCaller = new CompletableFuture<>();
    var unused =
        established.whenComplete(
            (connection, failure) ->
                driver.executeCallback(() -> complete(forCaller, connection, failure)));
    var unusedToo = forCaller.whenComplete((connection, failure) -> established.cancel(false));
    return forCaller;
  }

  private static void complete(
      CompletableFuture<Connection> future, Connection connection, @Nullable Throwable failure) {
    if (failure == null) {
      future.complete(connection);
    } else {
      future.completeExceptionally(failure);
    }
  }

  private CompletableFuture<Connection> when(
      String id, Predicate<Connection> condition, Predicate<Connection> hopeless) {
    CompletableFuture<Connection> future = pipeline.waiters().add(id, condition, hopeless);
    try {
      pipeline.waiters().offer(get(id));
      return future;
    } catch (RuntimeException e) {
      future.cancel(false);
      throw e;
    }
  }

  private Connection get(String id) {
    return records.findConnection(id).orElseThrow(() -> new ConnectionNotFoundException(id));
  }
}
