package org.entente.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionNotEstablishedException;
import org.entente.connection.ConnectionState;
import org.junit.jupiter.api.Test;

class WaitersTest {
  private final Waiters waiters = new Waiters();

  @Test
  void whoWaitsGetsTheConnectionThatFulfilsTheCondition() {
    CompletableFuture<Connection> waiting = waiters.add("a", WaitersTest::isSent);
    Connection requested = Steps.requested("a");

    waiters.offer(requested);
    assertThat(waiting).isNotCompleted();
    Connection sent = Steps.sent(requested).connection();
    waiters.offer(sent);

    assertThat(waiting).isCompletedWithValue(sent);
    assertThat(waiters.awaited()).isEmpty();
  }

  @Test
  void severalMayWaitForOneConnectionAndForDifferentThings() {
    CompletableFuture<Connection> one = waiters.add("a", WaitersTest::isSent);
    CompletableFuture<Connection> other = waiters.add("a", WaitersTest::isSent);
    CompletableFuture<Connection> established = waiters.add("a", Connection::isEstablished);

    waiters.offer(Steps.sent(Steps.requested("a")).connection());

    assertThat(one).isCompleted();
    assertThat(other).isCompleted();
    assertThat(established).isNotCompleted();
    assertThat(waiters.awaited()).containsExactly("a");
  }

  @Test
  void anotherConnectionIsNoConcernOfTheirs() {
    CompletableFuture<Connection> waiting = waiters.add("a", WaitersTest::isSent);

    waiters.offer(Steps.sent(Steps.requested("b")).connection());

    assertThat(waiting).isNotCompleted();
  }

  @Test
  void waitingEndsWhenTheConnectionGoesNoFurther() {
    CompletableFuture<Connection> waiting = waiters.add("a", Connection::isEstablished);

    waiters.offer(Steps.stopped("a"));

    assertThatThrownBy(() -> waiting.get(0, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ConnectionNotEstablishedException.class)
        .hasMessageContaining("enough");
    assertThat(waiters.awaited()).isEmpty();
  }

  @Test
  void aStoppedConnectionThatFulfilsTheConditionIsWhatWasWaitedFor() {
    CompletableFuture<Connection> waiting = waiters.add("a", c -> c.stopped().isPresent());

    waiters.offer(Steps.stopped("a"));

    assertThat(waiting).isCompleted();
  }

  @Test
  void whoStopsWaitingLeavesNothingBehind() {
    CompletableFuture<Connection> one = waiters.add("a", WaitersTest::isSent);
    CompletableFuture<Connection> other = waiters.add("a", WaitersTest::isSent);

    one.cancel(false);
    assertThat(waiters.awaited()).containsExactly("a");
    other.cancel(false);

    assertThat(waiters.awaited()).isEmpty();
  }

  @Test
  void closingEndsAllWaiting() {
    CompletableFuture<Connection> a = waiters.add("a", WaitersTest::isSent);
    CompletableFuture<Connection> b = waiters.add("b", WaitersTest::isSent);
    IllegalStateException reason = new IllegalStateException("closed");

    waiters.close(reason);

    assertThatThrownBy(() -> a.get(0, TimeUnit.SECONDS)).hasCause(reason);
    assertThatThrownBy(() -> b.get(0, TimeUnit.SECONDS)).hasCause(reason);
    assertThat(waiters.awaited()).isEmpty();
  }

  private static boolean isSent(Connection connection) {
    return connection.state() == ConnectionState.CONNECTION_REQUEST_SENT;
  }
}
