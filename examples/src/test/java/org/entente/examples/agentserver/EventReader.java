package org.entente.examples.agentserver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;

/** A stream of events, read one by one. Must be closed. */
final class EventReader implements AutoCloseable {
  private static final JsonReader JSON = new JsonReader(Limits.defaults());

  private final Stream<String> lines;
  private final Iterator<String> iterator;

  /** What is told at once; messages have no id. */
  record Told(Optional<String> id, String name, JsonObject data) {
    boolean isOf(String connectionId) {
      return data.getString("connectionId").equals(connectionId);
    }
  }

  EventReader(Caller caller, String path) throws IOException, InterruptedException {
    lines = caller.stream(path).body();
    iterator = lines.iterator();
  }

  /**
   * Waits for an event, past comments.
   *
   * @throws NoSuchElementException if the stream has ended
   */
  Told next() {
    Optional<String> id = Optional.empty();
    String name = "";
    while (true) {
      String line = iterator.next();
      if (line.startsWith("id: ")) {
        id = Optional.of(line.substring(4));
      } else if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("data: ")) {
        return new Told(id, name, JSON.read(line.substring(6)));
      }
    }
  }

  /** Waits for a comment, past events. */
  String comment() {
    String line = iterator.next();
    while (!line.startsWith(":")) {
      line = iterator.next();
    }
    return line;
  }

  /** All events up to one. */
  List<Told> until(Predicate<Told> isLast) {
    List<Told> all = new ArrayList<>();
    do {
      all.add(next());
    } while (!isLast.test(all.get(all.size() - 1)));
    return all;
  }

  @Override
  public void close() {
    lines.close();
  }
}
