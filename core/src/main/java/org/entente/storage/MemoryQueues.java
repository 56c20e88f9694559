package org.entente.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.entente.storage.QueuedMessage.Queue;
import org.jspecify.annotations.Nullable;

/** The queues of one wallet in memory. */
final class MemoryQueues {
  private record Lane(Queue queue, String connectionId) {}

  /** A message and its lease. {@code readyTime} is set while it is the head of its lane. */
  private static final class Entry {
    QueuedMessage message;
    @Nullable Instant leasedUntil;
    Instant readyTime = Instant.MAX;

    Entry(QueuedMessage message) {
      this.message = message;
    }

    long sequence() {
      return message.sequence();
    }

    Lane lane() {
      return new Lane(message.queue(), message.connectionId());
    }
  }

  private final Map<String, Entry> byId = new HashMap<>();
  // What is not at rest, by sequence.
  private final Map<Lane, NavigableMap<Long, Entry>> lanes = new HashMap<>();
  private final Map<Queue, Integer> counts = new EnumMap<>(Queue.class);
  private final NavigableSet<Entry> heads =
      new TreeSet<>(
          Comparator.comparing((Entry entry) -> entry.readyTime).thenComparing(Entry::sequence));
  // What rests and was not given up.
  private final NavigableSet<Entry> resting =
      new TreeSet<>(
          Comparator.comparing((Entry entry) -> entry.message.createdTime())
              .thenComparing(Entry::sequence));

  // What was given up, by sequence; like what rests, but not to be pruned.
  private final NavigableMap<Long, Entry> givenUp = new TreeMap<>();

  void check(List<QueuedMessage> added) {
    Set<String> ids = new HashSet<>();
    for (QueuedMessage message : added) {
      if (byId.containsKey(message.id()) || !ids.add(message.id())) {
        throw new StaleRecordException("queued message");
      }
    }
  }

  List<QueuedMessage> write(Change change, LongSupplier numbers) {
    for (QueuedMessage message : change.added()) {
      Entry entry =
          new Entry(message.placed(message.queue(), message.connectionId(), numbers.getAsLong()));
      byId.put(message.id(), entry);
      insert(entry);
    }
    for (QueuedMessage message : change.updated()) {
      Entry entry = byId.get(message.id());
      if (entry != null) {
        extract(entry);
        Lane lane = entry.lane();
        entry.message = message.placed(lane.queue(), lane.connectionId(), entry.sequence());
        entry.leasedUntil = null;
        insert(entry);
      }
    }
    for (String id : change.removed()) {
      Entry entry = byId.remove(id);
      if (entry != null) {
        extract(entry);
      }
    }
    change.awakening().ifPresent(this::awaken);
    List<QueuedMessage> leased = new ArrayList<>();
    for (QueuedMessage message : change.added()) {
      Entry entry = byId.get(message.id());
      if (entry != null && head(entry.lane()) == entry && entry.message.isDueWhenCreated()) {
        lease(entry, change.lease());
        leased.add(entry.message);
      }
    }
    change.clockShift().ifPresent(this::shift);
    return List.copyOf(leased);
  }

  List<QueuedMessage> claim(Instant now, Lease lease, int limit) {
    List<Entry> ready = new ArrayList<>();
    for (Entry entry : heads) {
      if (ready.size() >= limit || entry.readyTime.isAfter(now)) {
        break;
      }
      ready.add(entry);
    }
    ready.forEach(entry -> lease(entry, lease));
    return ready.stream().map(entry -> entry.message).toList();
  }

  Optional<Instant> nextDue() {
    return heads.isEmpty() ? Optional.empty() : Optional.of(heads.first().readyTime);
  }

  Optional<QueuedMessage> find(String id) {
    return Optional.ofNullable(byId.get(id)).map(entry -> entry.message);
  }

  int count(Queue queue, Optional<String> connectionId, int atMost) {
    int count =
        connectionId
            .map(id -> lanes.getOrDefault(new Lane(queue, id), new TreeMap<>()).size())
            .orElseGet(() -> counts.getOrDefault(queue, 0));
    return Math.min(count, atMost);
  }

  void prune(Instant before, int atMost) {
    Iterator<Entry> oldest = resting.iterator();
    for (int i = 0; i < atMost && oldest.hasNext(); i++) {
      Entry entry = oldest.next();
      if (!entry.message.createdTime().isBefore(before)) {
        break;
      }
      oldest.remove();
      byId.remove(entry.message.id());
    }
  }

  List<QueuedMessage> list(QueueQuery query) {
    NavigableMap<Long, Entry> entries = new TreeMap<>();
    if (query.givenUp()) {
      entries = givenUp;
    } else if (query.connectionId().isPresent()) {
      entries = lanes.getOrDefault(new Lane(query.queue(), query.connectionId().get()), entries);
    } else {
      lanes.values().forEach(entries::putAll);
    }
    return entries.tailMap(query.afterSequence(), false).values().stream()
        .map(entry -> entry.message)
        .filter(message -> message.queue() == query.queue())
        .filter(message -> query.connectionId().map(message.connectionId()::equals).orElse(true))
        .limit(Math.max(0, query.limit()))
        .toList();
  }

  /** Removes every message of a connection. */
  void remove(String connectionId) {
    for (Entry entry : List.copyOf(byId.values())) {
      if (entry.message.connectionId().equals(connectionId)) {
        byId.remove(entry.message.id());
        extract(entry);
      }
    }
  }

  private void shift(ClockShift shift) {
    for (Entry entry : byId.values()) {
      if (entry.message.due().isPresent() && entry.message.queue() != Queue.TIMER) {
        boolean isHead = heads.remove(entry);
        entry.message = entry.message.shifted(shift);
        if (entry.leasedUntil != null) {
          entry.leasedUntil = entry.leasedUntil.plus(shift.deadlines());
        }
        if (isHead) {
          rank(entry);
        }
      }
    }
  }

  private void awaken(Change.Awakening awakening) {
    Entry head = head(new Lane(Queue.OUTBOX, awakening.connectionId()));
    if (head != null
        && head.readyTime.isAfter(awakening.now())
        && !isLeased(head, awakening.now())) {
      heads.remove(head);
      head.message = head.message.due(Optional.of(awakening.now()));
      rank(head);
    }
  }

  private static boolean isLeased(Entry entry, Instant now) {
    return entry.leasedUntil != null && entry.leasedUntil.isAfter(now);
  }

  private @Nullable Entry head(Lane lane) {
    NavigableMap<Long, Entry> entries = lanes.get(lane);
    return entries == null ? null : entries.firstEntry().getValue();
  }

  private void lease(Entry head, Lease lease) {
    heads.remove(head);
    head.leasedUntil = lease.until();
    rank(head);
  }

  private void insert(Entry entry) {
    if (entry.message.due().isEmpty()) {
      if (entry.message.givenUp()) {
        givenUp.put(entry.sequence(), entry);
      } else {
        resting.add(entry);
      }
      return;
    }
    Lane lane = entry.lane();
    Entry before = head(lane);
    lanes.computeIfAbsent(lane, any -> new TreeMap<>()).put(entry.sequence(), entry);
    counts.merge(lane.queue(), 1, Integer::sum);
    if (before == null || before.sequence() > entry.sequence()) {
      if (before != null) {
        heads.remove(before);
      }
      rank(entry);
    }
  }

  private void extract(Entry entry) {
    if (entry.message.due().isEmpty()) {
      resting.remove(entry);
      givenUp.remove(entry.sequence());
      return;
    }
    Lane lane = entry.lane();
    NavigableMap<Long, Entry> entries = lanes.getOrDefault(lane, new TreeMap<>());
    boolean wasHead = entries.firstEntry().getValue() == entry;
    entries.remove(entry.sequence());
    counts.merge(lane.queue(), -1, Integer::sum);
    if (entries.isEmpty()) {
      lanes.remove(lane);
    }
    if (wasHead) {
      heads.remove(entry);
      Entry next = head(lane);
      if (next != null) {
        rank(next);
      }
    }
  }

  private void rank(Entry head) {
    Instant due = head.message.due().orElseThrow();
    Instant leasedUntil = head.leasedUntil;
    head.readyTime = leasedUntil != null && leasedUntil.isAfter(due) ? leasedUntil : due;
    heads.add(head);
  }
}
