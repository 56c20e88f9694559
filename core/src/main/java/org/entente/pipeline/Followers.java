package org.entente.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.entente.exception.EntenteException;
import org.entente.storage.Storage;
import org.entente.storage.StoredEvent;
import org.entente.transport.Registration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells followers what has happened, from where they stopped, also after a death: at least once, in
 * order, each follower by itself. Thread-safe.
 */
public final class Followers {
  private static final Logger LOG = LoggerFactory.getLogger(Followers.class);

  private static final int PAGE = 64;
  private static final Duration LONGEST_REST = Duration.ofMinutes(1);

  /** How often an event is told to a follower that throws. */
  private static final int TRIES = 5;

  private final Records records;
  private final Commits commits;
  private final Driver driver;
  private final Backoff backoff;
  private final Map<String, Follower> followers = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Followers(Records records, Commits commits, Driver driver, Backoff backoff) {
    this.records = records;
    this.commits = commits;
    this.driver = driver;
    this.backoff = backoff;
  }

  /**
   * Follows the events from where a follower of this name stopped; a new one from now on.
   *
   * @param tell throws, and is told the same event again
   * @throws IllegalStateException if a follower of this name is there
   * @throws IllegalArgumentException if the name is kept for the agent itself
   */
  public Registration follow(String name, Consumer<StoredEvent> tell) {
    if (name.isBlank() || name.startsWith("entente.")) {
      throw new IllegalArgumentException(
          "a follower needs a name, and those that begin with entente. are taken");
    }
    Follower follower = new Follower(name, tell);
    if (followers.putIfAbsent(name, follower) != null) {
      throw new IllegalStateException(
          "there is a follower of this name; close its registration first");
    }
    try {
      follower.begin();
    } catch (RuntimeException e) {
      followers.remove(name, follower);
      throw e;
    }
    follower.wake();
    return () -> followers.remove(name, follower);
  }

  /** There may be something to tell. */
  void wake() {
    followers.values().forEach(Follower::wake);
  }

  /** When one of them wants to be told again what it threw at. */
  Optional<Instant> nextDue() {
    return followers.values().stream()
        .map(follower -> follower.retryTime)
        .flatMap(time -> Optional.ofNullable(time).stream())
        .min(Instant::compareTo);
  }

  /** Wakes those whose time has come. */
  void wakeDue(Instant now) {
    for (Follower follower : followers.values()) {
      Instant time = follower.retryTime;
      if (time != null && !follower.isResting()) {
        follower.wake();
      }
    }
  }

  /** Tells nothing any more. */
  void close() {
    closed = true;
  }

  private final class Follower {
    private final String name;
    private final Consumer<StoredEvent> tell;
    private boolean telling;
    private boolean woken;
    private int tries;
    private volatile @Nullable Instant retryTime;

    Follower(String name, Consumer<StoredEvent> tell) {
      this.name = name;
      this.tell = tell;
    }

    void begin() {
      Storage storage = records.storage();
      if (storage.position(records.wallet(), name).isEmpty()) {
        move(storage.lastCursor(records.wallet()));
      }
    }

    void wake() {
      if (isResting()) {
        return; // what it threw at is told again in its time, and not with each new event
      }
      synchronized (this) {
        woken = true;
        if (telling) {
          return;
        }
        telling = true;
      }
      driver.executeCallback(this::run);
    }

    /** For a while; a time far ahead is one that a clock has left behind. */
    private boolean isResting() {
      Instant time = retryTime;
      Instant now = records.now();
      return time != null && now.isBefore(time) && now.plus(LONGEST_REST).isAfter(time);
    }

    private void run() {
      while (true) {
        synchronized (this) {
          if (!woken || !isWanted()) {
            telling = false;
            return;
          }
          woken = false;
        }
        try {
          tellAll();
        } catch (EntenteException e) {
          LOG.warn("follower {} will be told later: {}", name, e.getMessage());
          retryTime = records.now().plus(Duration.ofSeconds(1));
          driver.wake();
        }
      }
    }

    private void tellAll() {
      retryTime = null;
      long told = records.storage().position(records.wallet(), name).orElse(0L);
      List<StoredEvent> page;
      do {
        page = records.storage().events(records.wallet(), told, PAGE);
        long before = told;
        for (StoredEvent event : page) {
          if (!isWanted() || !tell(event)) {
            break;
          }
          told = event.cursor();
        }
        if (told != before) {
          move(told);
        }
      } while (page.size() == PAGE && told == page.get(PAGE - 1).cursor());
    }

    /** Whether to go on behind it. */
    private boolean tell(StoredEvent event) {
      if (Callbacks.run("follower", () -> tell.accept(event))) {
        tries = 0;
        return true;
      }
      if (++tries == TRIES) {
        LOG.error("follower {} threw {} times at one event, which is passed over", name, TRIES);
        tries = 0;
        return true;
      }
      retryTime = records.now().plus(backoff.after(tries));
      driver.wake();
      return false;
    }

    private void move(long cursor) {
      commits.commit(records.draft(records.now()).position(name, cursor));
    }

    private boolean isWanted() {
      return !closed && followers.get(name) == this;
    }
  }
}
