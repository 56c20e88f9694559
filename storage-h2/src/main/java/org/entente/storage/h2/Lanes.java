package org.entente.storage.h2;

import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.entente.storage.Change;
import org.entente.storage.ClockShift;
import org.entente.storage.Lease;
import org.entente.storage.QueuedMessage;

/**
 * Writes the queues, and keeps {@code ready_time} where it belongs: with the heads of the lanes,
 * and with nothing else. Then a claim is a range of one index. Not thread-safe.
 */
final class Lanes {
  private record Lane(String queue, String connectionId) {}

  /** A stored message, as far as its lane goes. */
  private record Stored(long sequence, Lane lane) {}

  private record Times(long due, Optional<Long> leasedUntil) {}

  static final String SHIFT =
      "UPDATE queued_message SET due_time = due_time + ?, lease_until = lease_until + ?,"
          + " ready_time = CASE WHEN ready_time IS NULL THEN NULL"
          + " ELSE GREATEST(due_time + ?, COALESCE(lease_until + ?, due_time + ?)) END, deadline ="
          // some deadlines are so far away that nothing can be added
          + " CASE WHEN deadline > 4611686018427387904 THEN deadline ELSE deadline + ? END"
          + " WHERE wallet = ? AND queue = ? AND pending"
          + Queries.NOT_NULL;

  private final Session session;
  private final Numbers numbers;

  Lanes(Session session, Numbers numbers) {
    this.session = session;
    this.numbers = numbers;
  }

  List<QueuedMessage> write(Change change) throws SQLException {
    String wallet = change.wallet();
    // the lanes that this change touches, and which message was their head before
    Map<Lane, Optional<Long>> heads = new LinkedHashMap<>();
    Map<Long, QueuedMessage> added = new LinkedHashMap<>();
    for (QueuedMessage message : change.added()) {
      note(wallet, new Lane(Queries.text(message.queue()), message.connectionId()), heads);
      long sequence = numbers.next();
      Records.unlessThere("queued message", () -> insert(wallet, message, sequence));
      added.put(sequence, message);
    }
    for (QueuedMessage message : change.updated()) {
      Optional<Stored> stored = find(wallet, message.id());
      if (stored.isPresent()) {
        note(wallet, stored.get().lane(), heads);
        update(message, stored.get().sequence());
        added.computeIfPresent(stored.get().sequence(), (sequence, before) -> message);
      }
    }
    for (String id : change.removed()) {
      Optional<Stored> stored = find(wallet, id);
      if (stored.isPresent()) {
        note(wallet, stored.get().lane(), heads);
        session
            .command("DELETE FROM queued_message WHERE sequence = ?")
            .number(stored.get().sequence())
            .update();
      }
    }

    NavigableMap<Long, QueuedMessage> leased = new TreeMap<>();
    for (Map.Entry<Lane, Optional<Long>> lane : heads.entrySet()) {
      Optional<Long> before = lane.getValue();
      Optional<Long> after = head(wallet, lane.getKey());
      if (before.isPresent() && !before.equals(after)) {
        setReady(before.get(), Optional.empty());
      }
      Optional<QueuedMessage> ours = after.map(added::get).filter(QueuedMessage::isDueWhenCreated);
      if (ours.isPresent()) {
        lease(after.get(), ours.get().due().orElseThrow(), change.lease());
        QueuedMessage message = ours.get();
        leased.put(
            after.get(), message.placed(message.queue(), message.connectionId(), after.get()));
      } else if (after.isPresent()) {
        setReady(after.get(), Optional.of(readyTime(after.get())));
      }
    }
    if (change.awakening().isPresent()) {
      awaken(wallet, change.awakening().get());
    }
    if (change.clockShift().isPresent()) {
      shift(wallet, change.clockShift().get());
    }
    return List.copyOf(leased.values());
  }

  private void awaken(String wallet, Change.Awakening awakening) throws SQLException {
    Lane lane = new Lane(Queries.text(QueuedMessage.Queue.OUTBOX), awakening.connectionId());
    Optional<Long> head = head(wallet, lane);
    if (head.isPresent()) {
      long now = Micros.of(awakening.now());
      session
          .command(
              "UPDATE queued_message SET due_time = ?, ready_time = ?, lease_until = NULL"
                  + " WHERE sequence = ? AND due_time > ?"
                  + " AND (lease_until IS NULL OR lease_until <= ?)")
          .number(now)
          .number(now)
          .number(head.get())
          .number(now)
          .number(now)
          .update();
    }
  }

  private void shift(String wallet, ClockShift shift) throws SQLException {
    long due = Micros.of(shift.due());
    long later = Micros.of(shift.deadlines());
    for (QueuedMessage.Queue queue :
        List.of(QueuedMessage.Queue.OUTBOX, QueuedMessage.Queue.INBOX)) {
      session
          .command(SHIFT)
          .number(due)
          .number(later)
          .number(due)
          .number(later)
          .number(due)
          .number(later)
          .text(wallet)
          .text(Queries.text(queue))
          .update();
    }
  }

  List<QueuedMessage> claim(String wallet, Instant now, Lease lease, int limit)
      throws SQLException {
    List<QueuedMessage> ready = Queries.ready(session, wallet, now, limit);
    for (QueuedMessage message : ready) {
      lease(message.sequence(), message.due().orElseThrow(), lease);
    }
    return List.copyOf(ready);
  }

  private void note(String wallet, Lane lane, Map<Lane, Optional<Long>> heads) throws SQLException {
    if (!heads.containsKey(lane)) {
      heads.put(lane, head(wallet, lane));
    }
  }

  private Optional<Long> head(String wallet, Lane lane) throws SQLException {
    return session
        .command(Queries.PENDING_IN_LANE)
        .text(wallet)
        .text(lane.queue())
        .text(lane.connectionId())
        .number(1)
        .first(Row::number);
  }

  private Optional<Stored> find(String wallet, String id) throws SQLException {
    return session
        .command(
            "SELECT sequence, queue, connection_id"
                + " FROM queued_message USE INDEX (queued_message_by_id)"
                + " WHERE wallet = ? AND id = ?")
        .text(wallet)
        .text(id)
        .first(row -> new Stored(row.number(), new Lane(row.text(), row.text())));
  }

  private void insert(String wallet, QueuedMessage message, long sequence) throws SQLException {
    Command command =
        session.command(
            "INSERT INTO queued_message (created_time, due_time, deadline, attempts, last_failure,"
                + " resends, last_resend_time, pending, resting, given_up, history, body,"
                + " sequence, wallet, id, queue, connection_id)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    bind(command, message, sequence)
        .number(sequence)
        .text(wallet)
        .text(message.id())
        .text(Queries.text(message.queue()))
        .text(message.connectionId())
        .update();
  }

  private void update(QueuedMessage message, long sequence) throws SQLException {
    Command command =
        session.command(
            "UPDATE queued_message SET lease_until = NULL, ready_time = NULL, created_time = ?,"
                + " due_time = ?, deadline = ?, attempts = ?, last_failure = ?, resends = ?,"
                + " last_resend_time = ?, pending = ?, resting = ?, given_up = ?, history = ?,"
                + " body = ?"
                + " WHERE sequence = ?");
    bind(command, message, sequence).number(sequence).update();
  }

  private static Command bind(Command command, QueuedMessage message, long sequence)
      throws SQLException {
    boolean pending = message.due().isPresent();
    boolean givenUp = !pending && message.givenUp();
    boolean resting = !pending && !givenUp;
    return command
        .time(message.createdTime())
        .time(message.due())
        .time(message.deadline())
        .number(message.attempts())
        .text(message.lastFailure())
        .number(message.resends())
        .time(message.lastResend())
        .number(pending ? Optional.of(sequence) : Optional.empty())
        .time(resting ? Optional.of(message.createdTime()) : Optional.empty())
        .number(givenUp ? Optional.of(sequence) : Optional.empty())
        .sealed(message.history())
        .sealed(message.body());
  }

  private void lease(long sequence, Instant due, Lease lease) throws SQLException {
    long until = Micros.of(lease.until());
    session
        .command("UPDATE queued_message SET lease_until = ?, ready_time = ? WHERE sequence = ?")
        .number(until)
        .number(Math.max(until, Micros.of(due)))
        .number(sequence)
        .update();
  }

  private void setReady(long sequence, Optional<Long> time) throws SQLException {
    session
        .command("UPDATE queued_message SET ready_time = ? WHERE sequence = ?")
        .number(time)
        .number(sequence)
        .update();
  }

  private long readyTime(long sequence) throws SQLException {
    Times times =
        session
            .command("SELECT due_time, lease_until FROM queued_message WHERE sequence = ?")
            .number(sequence)
            .first(row -> new Times(row.number(), row.optionalNumber()))
            .orElseThrow();
    return Math.max(times.due(), times.leasedUntil().orElse(Long.MIN_VALUE));
  }
}
