package org.entente.transport.inmemory;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.entente.transport.Answer;
import org.entente.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * A network inside one JVM: agents that {@link #join} it reach each other at {@code
 * memory://<name>}.
 *
 * <p>Bytes cross it, never objects, and always on another thread than the sender's. It delivers
 * everything until {@link #faults} or {@link #cut} say otherwise. What goes wrong is drawn from a
 * seed; together with a single-threaded {@link Scheduler} a run can be repeated exactly.
 *
 * <p>Thread-safe.
 */
public final class InMemoryNetwork implements AutoCloseable {
  static final String SCHEME = "memory";

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final long seed;
  private final Random random;
  private final Scheduler scheduler;
  private final @Nullable Threads ownThreads;
  private final Map<String, Member> members = new HashMap<>();
  private final Set<String> cut = new HashSet<>();
  private final Map<Long, CompletableFuture<Answer>> unanswered = new ConcurrentHashMap<>();
  private long sent;
  private Faults faults = Faults.none();
  private boolean closed;

  /** With daemon threads of its own and a random seed. */
  public InMemoryNetwork() {
    this(ThreadLocalRandom.current().nextLong());
  }

  /** With daemon threads of its own. */
  public InMemoryNetwork(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
    this.ownThreads = new Threads();
    this.scheduler = ownThreads;
  }

  /** Without threads: everything runs where and when the scheduler says. */
  public InMemoryNetwork(long seed, Scheduler scheduler) {
    this.seed = seed;
    this.random = new Random(seed);
    this.ownThreads = null;
    this.scheduler = scheduler;
  }

  /** What decides which messages suffer; print it when a test fails. */
  public long seed() {
    return seed;
  }

  /**
   * Takes a name. Closing the transport leaves the network and frees the name.
   *
   * @param name letters, digits, dots and hyphens, as in a host name
   * @throws IllegalStateException if somebody has that name, or the network is closed
   * @throws IllegalArgumentException if it cannot be the host of a URI
   */
  public Transport join(String name) {
    if (!name.equals(URI.create(SCHEME + "://" + name).getHost())) {
      throw new IllegalArgumentException("not a host name: " + name);
    }
    synchronized (members) {
      if (closed) {
        throw new IllegalStateException("the network is closed");
      }
      Member member = new Member(this, name);
      if (members.putIfAbsent(name, member) != null) {
        throw new IllegalStateException("the name is taken: " + name);
      }
      return member;
    }
  }

  /** What happens to messages sent from now on. */
  public void faults(Faults faults) {
    synchronized (members) {
      this.faults = faults;
    }
  }

  /** Lets nothing through from and to a name, messages under way included, until it is mended. */
  public void cut(String name) {
    synchronized (members) {
      cut.add(name);
    }
  }

  /** Takes {@link #cut} back. */
  public void mend(String name) {
    synchronized (members) {
      cut.remove(name);
    }
  }

  /** Ends everything; what is unanswered is answered "try later". May be called twice. */
  @Override
  public void close() {
    synchronized (members) {
      closed = true;
      members.clear();
    }
    unanswered
        .values()
        .forEach(answer -> answer.complete(Answer.tryLater("the network is closed")));
    if (ownThreads != null) {
      ownThreads.close();
    }
  }

  void leave(Member member) {
    synchronized (members) {
      members.remove(member.name(), member);
    }
  }

  CompletionStage<Answer> send(Member from, URI endpoint, byte[] packed) {
    if (!SCHEME.equalsIgnoreCase(endpoint.getScheme()) || endpoint.getHost() == null) {
      return CompletableFuture.completedFuture(
          Answer.impossible("not of the form " + SCHEME + "://name"));
    }
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Fate fate;
    long number;
    synchronized (members) {
      if (members.get(from.name()) != from) {
        return CompletableFuture.completedFuture(Answer.tryLater("the transport is closed"));
      }
      number = sent++;
      unanswered.put(number, answer);
      fate = Fate.draw(faults, random, packed.length);
    }
    CompletionStage<Answer> whenRemoved = answer.whenComplete((a, e) -> unanswered.remove(number));
    if (ownThreads != null) {
      answer.completeOnTimeout(
          Answer.tryLater("no answer"), LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
    }
    byte[] copy = packed.clone();
    String to = endpoint.getHost();
    for (Duration delay : fate.arrivals()) {
      scheduler.schedule(delay, () -> arrive(from.name(), to, copy, fate, answer));
    }
    if (fate.arrivals().isEmpty()) {
      scheduler.schedule(fate.patience(), () -> answer.complete(Answer.tryLater("no answer")));
    }
    return whenRemoved;
  }

  private void arrive(
      String from, String to, byte[] packed, Fate fate, CompletableFuture<Answer> answer) {
    Member member;
    synchronized (members) {
      member = isCut(from, to) ? null : members.get(to);
    }
    if (member == null) {
      lose(fate, answer, "nobody listens");
      return;
    }
    member.deliver(
        () -> {
          Answer said = member.answerTo(fate.asItArrives(packed));
          boolean returns;
          synchronized (members) {
            returns = !fate.losesAnswer() && !isCut(from, to);
          }
          if (returns) {
            scheduler.schedule(fate.wayBack(), () -> answer.complete(said));
          } else {
            lose(fate, answer, "no answer");
          }
        });
  }

  private void lose(Fate fate, CompletableFuture<Answer> answer, String note) {
    scheduler.schedule(fate.patience(), () -> answer.complete(Answer.tryLater(note)));
  }

  private boolean isCut(String from, String to) {
    return cut.contains(from) || cut.contains(to);
  }
}
