package org.entente.examples.endurance;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What two peers have told of their work, and whether it is done. Thread-safe. */
final class Progress {
  /** Far more than the longest pause between two attempts at anything. */
  private static final long LONGEST_SILENCE_SECONDS = 180;

  private final int messages;
  private final Set<String> facts = new HashSet<>();
  private int connections;
  private long lines;
  private @Nullable String failure;
  private volatile @Nullable BiConsumer<String, Note> listener;

  /** Of work with so many messages in each direction of each connection. */
  Progress(int messages) {
    this.messages = messages;
  }

  /** Has each line handed on, in the thread that has read it. */
  void listen(BiConsumer<String, Note> newListener) {
    listener = newListener;
  }

  /** From now on there are to be so many connections. */
  synchronized void expect(int number) {
    connections = number;
  }

  void told(String peer, Note note) {
    synchronized (this) {
      lines++;
      switch (note.verb()) {
        case "invited", "accepted", "established" ->
            facts.add(peer + " " + note.verb() + " " + note.number());
        case "sent", "received" ->
            facts.add(peer + " " + note.verb() + " " + note.number() + " " + note.message());
        default -> {}
      }
      notifyAll();
    }
    BiConsumer<String, Note> present = listener;
    if (present != null) {
      present.accept(peer, note);
    }
  }

  /** Something has happened after which waiting is in vain. */
  synchronized void fail(String reason) {
    failure = reason;
    notifyAll();
  }

  /** Waits until so many more lines were told, or all is done; whether it is not done. */
  synchronized boolean awaitMore(int more) throws InterruptedException, TimeoutException {
    long enough = lines + more;
    while (lines < enough && !isDone()) {
      awaitLine();
    }
    return !isDone();
  }

  synchronized void awaitDone() throws InterruptedException, TimeoutException {
    while (!isDone()) {
      awaitLine();
    }
  }

  /** Waits until all are invited of whom nobody may accept yet. */
  synchronized void awaitInvited() throws InterruptedException, TimeoutException {
    while (facts.size() < connections) {
      awaitLine();
    }
  }

  private boolean isDone() {
    int ofEach = 1 + 1 + 2 + 2 * messages + 2 * messages;
    return facts.size() == connections * ofEach;
  }

  private void awaitLine() throws InterruptedException, TimeoutException {
    long before = lines;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SILENCE_SECONDS);
    while (lines == before) {
      long left = end - System.nanoTime();
      if (failure != null) {
        throw new IllegalStateException(failure);
      } else if (left <= 0) {
        throw new TimeoutException("nothing happens any more; done until now: " + facts.size());
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}
