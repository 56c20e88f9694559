package org.entente.examples.agentserver;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.entente.Agent;
import org.entente.ConnectionChange;
import org.entente.json.JsonObject;

/**
 * Tells callers what happens, as server-sent events: each change of a connection with its cursor,
 * read from the agent's own record of events, so that a caller who comes again with the last cursor
 * misses nothing; and messages while they are under way, which can be listed afterwards.
 */
final class EventStream implements AutoCloseable {
  /** Each holds a thread of the server. */
  private static final int MOST_CALLERS = 32;

  private static final int MOST_RECENT = 1000;
  private static final int PAGE = 100;
  private static final int MOST_WAITING = 100;
  private static final long HEARTBEAT_MILLIS = 10_000;

  private final Agent agent;
  private final ConnectionRecords records;
  private final Set<Caller> callers = ConcurrentHashMap.newKeySet();
  private final Deque<Long> recentCursors = new ArrayDeque<>();
  private volatile boolean closed;

  EventStream(Agent agent, ConnectionRecords records) {
    this.agent = agent;
    this.records = records;
    var unused = agent.connections().onChanged(connection -> callers.forEach(Caller::wake));
  }

  void addTo(RoutesConfig routes, String base) {
    routes.get(base + "/events", this::stream);
  }

  /** Tells all callers of a message. */
  void tell(JsonObject message) {
    callers.forEach(caller -> caller.add(message));
  }

  @Override
  public void close() {
    closed = true;
    callers.forEach(Caller::wake);
  }

  private void stream(Context context) throws IOException, InterruptedException {
    long cursor = start(context);
    Caller caller = new Caller();
    callers.add(caller);
    try {
      if (callers.size() > MOST_CALLERS) {
        throw new ApiException(503, "TooManyStreams", "close another stream of events first");
      }
      HttpServletResponse response = context.res();
      response.setContentType("text/event-stream");
      response.setCharacterEncoding("UTF-8");
      response.setHeader("X-Accel-Buffering", "no");
      tellAll(caller, cursor, response.getOutputStream());
    } finally {
      callers.remove(caller);
    }
  }

  private void tellAll(Caller caller, long start, OutputStream out)
      throws IOException, InterruptedException {
    long cursor = start;
    try {
      write(out, ": welcome\n\n");
      while (!closed && !caller.hasFallenBehind()) {
        List<ConnectionChange> changes = agent.events().after(cursor, PAGE);
        for (ConnectionChange change : changes) {
          cursor = change.cursor();
          write(
              out, "id: " + cursor + "\nevent: ConnectionUpdated\ndata: " + data(change) + "\n\n");
        }
        for (JsonObject message : caller.take()) {
          write(out, "event: MessageUpdated\ndata: " + message.toJson() + "\n\n");
        }
        out.flush();
        if (changes.isEmpty() && !caller.await(HEARTBEAT_MILLIS)) {
          write(out, ":\n\n");
        }
      }
    } catch (IOException e) {
      // the caller has gone
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private String data(ConnectionChange change) {
    return JsonObject.builder()
        .put("type", "ConnectionUpdated")
        .put("cursor", change.cursor())
        .put("connectionId", change.connectionId())
        .put("sequence", change.sequence())
        .put("event", change.event().toString())
        .put("state", change.state().toString())
        .put("time", ConnectionRecords.time(change.time()))
        .put("data", agent.connections().find(change.connectionId()).map(records::of))
        .build()
        .toJson();
  }

  private long start(Context context) {
    String last = context.header("Last-Event-ID");
    if (last != null || context.queryParam("after") != null) {
      return cursor(Optional.ofNullable(last).orElseGet(() -> context.queryParam("after")));
    }
    return before(QueryParameters.number(context, "recent", 0, 0, MOST_RECENT));
  }

  private long cursor(String text) {
    try {
      long cursor = Long.parseLong(text);
      // one of data that are gone would have the caller wait for as many events as there were
      if (cursor >= 0 && cursor <= before(0)) {
        return cursor;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw ApiException.invalid("a cursor is the id of an event that has been");
  }

  /** The cursor before the last few events. */
  private long before(int count) {
    synchronized (recentCursors) {
      List<ConnectionChange> page;
      do {
        Long newest = recentCursors.peekLast();
        page = agent.events().after(newest == null ? 0 : newest, 1000);
        for (ConnectionChange change : page) {
          recentCursors.add(change.cursor());
        }
        while (recentCursors.size() > MOST_RECENT + 1) {
          recentCursors.remove();
        }
      } while (!page.isEmpty());
      List<Long> cursors = new ArrayList<>(recentCursors);
      return cursors.size() <= count ? 0 : cursors.get(cursors.size() - 1 - count);
    }
  }

  /** Who listens, and the messages it has not been told of. */
  private static final class Caller {
    private final List<JsonObject> messages = new ArrayList<>();
    private boolean awake;

    synchronized void add(JsonObject message) {
      messages.add(message);
      wake();
    }

    synchronized void wake() {
      awake = true;
      notifyAll();
    }

    synchronized boolean hasFallenBehind() {
      return messages.size() > MOST_WAITING;
    }

    synchronized List<JsonObject> take() {
      List<JsonObject> taken = List.copyOf(messages);
      messages.clear();
      return taken;
    }

    /** Waits until something happens; false if nothing did. */
    synchronized boolean await(long millis) throws InterruptedException {
      long end = System.nanoTime() + millis * 1_000_000;
      long left = millis;
      while (!awake && left > 0) {
        wait(left);
        left = (end - System.nanoTime()) / 1_000_000;
      }
      boolean was = awake;
      awake = false;
      return was;
    }
  }
}
