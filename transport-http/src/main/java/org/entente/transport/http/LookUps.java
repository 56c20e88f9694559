package org.entente.transport.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.transport.Answer;
import org.jspecify.annotations.Nullable;

/** What is being looked up, once for all who ask, and what came of it lately. Thread-safe. */
final class LookUps {
  /** How many are kept; those that were not asked for longest go first. */
  static final int KEPT = 256;

  private static final long DOCUMENT_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long FAILURE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** A host that does not answer takes no more than a fifth of a thread. */
  private static final int TIMES_AS_LONG = 4;

  private final LongSupplier nanos;
  private final Map<Did, LookUp> byDid = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  /** One look-up, under way or over. */
  final class LookUp {
    private final long begun = nanos.getAsLong();
    private final CompletableFuture<DidDocument> result = new CompletableFuture<>();
    private volatile long keptNanos;
    private volatile long ended;

    /** Fails with {@link UndeliverableException} and nothing else. */
    CompletableFuture<DidDocument> result() {
      return result;
    }

    /** It did not work out, unless it has ended already. */
    void fail(Answer why) {
      end(null, new UndeliverableException(why));
    }

    private synchronized void end(@Nullable DidDocument document, @Nullable Throwable failure) {
      if (result.isDone()) {
        return;
      }
      ended = nanos.getAsLong();
      if (failure == null) {
        keptNanos = DOCUMENT_NANOS;
        result.complete(document);
      } else {
        keptNanos = Math.max(FAILURE_NANOS, TIMES_AS_LONG * (ended - begun));
        result.completeExceptionally(failure);
      }
    }

    private boolean isForgotten() {
      return result.isDone() && nanos.getAsLong() - ended >= keptNanos;
    }
  }

  LookUps(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** What is known without waiting. */
  Optional<LookUp> findEnded(Did did) {
    synchronized (byDid) {
      return find(did).filter(lookUp -> lookUp.result.isDone());
    }
  }

  /**
   * Looks up, unless that is known or under way.
   *
   * @param fetch starts to; fails with {@link UndeliverableException} and nothing else
   */
  LookUp begin(Did did, Supplier<CompletableFuture<DidDocument>> fetch) {
    LookUp lookUp;
    synchronized (byDid) {
      Optional<LookUp> known = find(did);
      if (known.isPresent()) {
        return known.get();
      }
      lookUp = new LookUp();
      if (closed) {
        lookUp.fail(closedNow());
        return lookUp;
      }
      byDid.put(did, lookUp);
      if (byDid.size() > KEPT) {
        byDid.remove(byDid.keySet().iterator().next());
      }
    }
    var unused = fetch.get().whenComplete(lookUp::end);
    return lookUp;
  }

  private Optional<LookUp> find(Did did) {
    return Optional.ofNullable(byDid.get(did)).filter(lookUp -> !lookUp.isForgotten());
  }

  /** Ends what is under way, and forgets everything. */
  void close() {
    synchronized (byDid) {
      closed = true;
      byDid.values().forEach(lookUp -> lookUp.fail(closedNow()));
      byDid.clear();
    }
  }

  private static Answer closedNow() {
    return Answer.tryLater("the resolver is closed");
  }
}
