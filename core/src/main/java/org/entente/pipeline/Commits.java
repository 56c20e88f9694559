package org.entente.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.entente.storage.QueuedMessage;
import org.entente.storage.StaleRecordException;
import org.entente.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * The only writer: one draft, one commit, and only then anybody hears of it. Thread-safe.
 *
 * <p>The changes of one connection are committed and announced one after the other, so that
 * listeners hear of them in order.
 */
public final class Commits {
  private static final int STRIPES = 256;
  private static final int TRIES = 5;

  private final Records records;
  private final Events events;
  private final Consumer<QueuedMessage> ready;
  private final Runnable wake;
  private final Runnable followers;
  private final Object[] stripes = new Object[STRIPES];
  private final AtomicLong count = new AtomicLong();
  private volatile @Nullable RuntimeException refusal;

  /**
   * The writer of one agent.
   *
   * @param ready takes messages that are leased to us and can be delivered at once
   * @param wake has the agent look again at what is due
   * @param followers is told that there are new events
   */
  Commits(
      Records records,
      Events events,
      Consumer<QueuedMessage> ready,
      Runnable wake,
      Runnable followers) {
    this.records = records;
    this.events = events;
    this.ready = ready;
    this.wake = wake;
    this.followers = followers;
    Arrays.setAll(stripes, i -> new Object());
  }

  /**
   * Writes a draft, whole or not at all.
   *
   * @throws org.entente.storage.StaleRecordException if it is based on what is no longer so
   * @throws org.entente.storage.StorageException if the store fails
   */
  public void commit(Draft draft) {
    RuntimeException reason = refusal;
    if (reason != null) {
      throw reason;
    }
    List<QueuedMessage> messages;
    List<String> toTell;
    int stripe = draft.connectionId().map(String::hashCode).orElse(0);
    synchronized (stripes[Math.floorMod(stripe, STRIPES)]) {
      messages = write(draft);
      count.incrementAndGet();
      toTell = events.enqueue(draft.steps());
    }
    events.tell(toTell);
    if (!draft.steps().isEmpty() || draft.isForgetting()) {
      followers.run();
    }
    messages.forEach(ready);
  }

  /** Writes nothing any more. */
  void refuse(RuntimeException reason) {
    refusal = reason;
  }

  /** How many drafts were written since this was last asked. */
  long takeCount() {
    return count.getAndSet(0);
  }

  /** Writes a draft if there is anything to write; whether there was. */
  boolean commitUnlessEmpty(Draft draft) {
    if (draft.change().isEmpty()) {
      return false;
    }
    commit(draft);
    return true;
  }

  /**
   * Decides, and decides again on what is so then if something else came between decision and
   * commit.
   *
   * @throws StaleRecordException if something else came between every time
   */
  public static <T> T deciding(Supplier<T> decisionAndCommit) {
    for (int tries = 1; ; tries++) {
      try {
        return decisionAndCommit.get();
      } catch (StaleRecordException e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  private List<QueuedMessage> write(Draft draft) {
    try {
      return records.storage().commit(draft.change());
    } catch (StaleRecordException e) {
      throw e;
    } catch (StorageException e) {
      // it may have been written all the same, and then its messages are leased to us
      wake.run();
      followers.run();
      throw e;
    }
  }
}
