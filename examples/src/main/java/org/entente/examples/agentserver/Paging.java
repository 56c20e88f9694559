package org.entente.examples.agentserver;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.entente.Connections;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.ConnectionQuery.Position;
import org.entente.json.JsonObject;

/**
 * A page of connections: by offset, as the PRISM agents have it, or by the cursor in the links of
 * another page, which costs the same however far away it is and is not moved by what comes and
 * goes.
 */
final class Paging {
  static final int MOST = 100;

  /** To skip is to read; who goes on further follows the links. */
  private static final int FURTHEST = 10_000;

  private static final char AFTER = 'a';
  private static final char BEFORE = 'b';

  private final String path;
  private final int offset;
  private final int limit;
  private final Optional<String> thread;
  private final boolean newestFirst;
  private final ConnectionQuery onwards;
  private final ConnectionQuery backwards;
  private final Optional<Cursor> cursor;

  private record Cursor(boolean isBefore, Position position) {}

  private Paging(Context context, String path) {
    this.path = path;
    cursor = Optional.ofNullable(context.queryParam("cursor")).map(Paging::decoded);
    int furthest = cursor.isPresent() ? Integer.MAX_VALUE - MOST : FURTHEST;
    offset = QueryParameters.number(context, "offset", 0, 0, furthest);
    limit = QueryParameters.number(context, "limit", MOST, 1, MOST);
    thread = Optional.ofNullable(context.queryParam("thid")).filter(text -> !text.isEmpty());
    newestFirst = isNewestFirst(context);
    ConnectionQuery oldest =
        thread.map(text -> ConnectionQuery.all().thread(text)).orElse(ConnectionQuery.all());
    onwards = newestFirst ? oldest.newestFirst() : oldest;
    backwards = newestFirst ? oldest : oldest.newestFirst();
  }

  /**
   * What a caller asks for.
   *
   * @param path of the list, for the links
   * @throws ApiException if it makes no sense
   */
  static Paging of(Context context, String path) {
    return new Paging(context, path);
  }

  private static boolean isNewestFirst(Context context) {
    String order = Optional.ofNullable(context.queryParam("order")).orElse("oldest");
    return switch (order) {
      case "oldest" -> false;
      case "newest" -> true;
      default -> throw ApiException.invalid("order must be oldest or newest, which come first");
    };
  }

  JsonObject page(Connections connections, ConnectionRecords records) {
    List<Connection> shown = shown(connections);
    JsonObject.Builder page =
        JsonObject.builder()
            .put("contents", shown.stream().map(records::of).toList())
            .put("kind", "ConnectionsPage")
            .put("self", "")
            .put("pageOf", "");
    if (!shown.isEmpty()) {
      Position last = position(shown.get(shown.size() - 1));
      Position first = position(shown.get(0));
      if (isAny(connections, onwards.after(last))) {
        page.put("next", link(offset + limit, AFTER, last));
      }
      if (isAny(connections, backwards.after(first))) {
        page.put("previous", link(Math.max(0, offset - limit), BEFORE, first));
      }
    }
    return page.build();
  }

  private List<Connection> shown(Connections connections) {
    if (cursor.isPresent() && cursor.get().isBefore()) {
      ConnectionQuery before = backwards.after(cursor.get().position()).limit(limit);
      List<Connection> shown = new ArrayList<>(connections.list(before).connections());
      Collections.reverse(shown);
      return shown;
    }
    Optional<Position> start = cursor.map(Cursor::position);
    if (cursor.isEmpty() && offset > 0) {
      start = skipped(connections);
      if (start.isEmpty()) {
        return List.of();
      }
    }
    ConnectionQuery query = onwards.limit(limit);
    return connections.list(start.map(query::after).orElse(query)).connections();
  }

  /** Behind as many as are to be skipped; empty if there are not so many. */
  private Optional<Position> skipped(Connections connections) {
    ConnectionQuery query = onwards;
    for (int left = offset; ; ) {
      int step = Math.min(left, ConnectionQuery.MAX_LIMIT);
      List<Connection> skipped = connections.list(query.limit(step)).connections();
      if (skipped.size() < step) {
        return Optional.empty();
      }
      Position last = position(skipped.get(step - 1));
      left -= step;
      if (left == 0) {
        return Optional.of(last);
      }
      query = query.after(last);
    }
  }

  private static boolean isAny(Connections connections, ConnectionQuery query) {
    return !connections.list(query.limit(1)).connections().isEmpty();
  }

  private String link(int toOffset, char direction, Position position) {
    return path
        + "?offset="
        + toOffset
        + "&limit="
        + limit
        + "&cursor="
        + encoded(direction, position)
        + (newestFirst ? "&order=newest" : "")
        + thread.map(text -> "&thid=" + URLEncoder.encode(text, StandardCharsets.UTF_8)).orElse("");
  }

  private static Position position(Connection connection) {
    return new Position(connection.createdTime(), connection.id());
  }

  private static String encoded(char direction, Position position) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, position.createdTime());
    String text = direction + Long.toString(micros) + " " + position.id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Cursor decoded(String encoded) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
      int space = text.indexOf(' ');
      boolean isBefore = text.charAt(0) == BEFORE;
      if ((isBefore || text.charAt(0) == AFTER) && space > 1) {
        long micros = Long.parseLong(text.substring(1, space));
        Instant time = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        return new Cursor(isBefore, new Position(time, text.substring(space + 1)));
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      // said below
    }
    throw ApiException.invalid("cursor is not from a link of ours");
  }
}
