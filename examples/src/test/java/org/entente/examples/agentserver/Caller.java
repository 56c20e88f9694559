package org.entente.examples.agentserver;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.entente.json.JsonObject;
import org.entente.json.JsonReader;
import org.entente.limits.Limits;

/** Calls a server's API, as a client elsewhere does. */
final class Caller {
  private static final JsonReader JSON = new JsonReader(Limits.defaults());

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
  private final URI base;
  private final List<String> headers = new ArrayList<>();

  Caller(URI base) {
    this.base = base;
  }

  /** The same caller with one more header. */
  Caller with(String name, String value) {
    Caller other = new Caller(base);
    other.headers.addAll(headers);
    other.headers.add(name);
    other.headers.add(value);
    return other;
  }

  /** What came back. */
  record Answer(int status, String body, HttpResponse<byte[]> whole) {
    JsonObject json() {
      return JSON.read(body);
    }

    Optional<String> header(String name) {
      return whole.headers().firstValue(name);
    }
  }

  Answer get(String path) throws IOException, InterruptedException {
    return call("GET", path, Optional.empty(), "");
  }

  Answer post(String path, String body) throws IOException, InterruptedException {
    return post(path, body, "application/json");
  }

  Answer post(String path, String body, String type) throws IOException, InterruptedException {
    return call("POST", path, Optional.of(body.getBytes(StandardCharsets.UTF_8)), type);
  }

  /**
   * Looks until there is something to see: once the stream of events is open, and then with each
   * line of it, of which one comes every few seconds at least.
   */
  <T> T await(Callable<Optional<T>> look) throws Exception {
    try (Stream<String> lines = stream("/events?recent=0").body()) {
      for (Iterator<String> line = lines.iterator(); line.hasNext(); line.next()) {
        Optional<T> seen = look.call();
        if (seen.isPresent()) {
          return seen.get();
        }
      }
    }
    throw new IllegalStateException("the stream of events has ended");
  }

  /** The events of a connection from the first to one that leads to a state. */
  List<JsonObject> eventsUntil(String connectionId, String state) throws Exception {
    List<JsonObject> events = new ArrayList<>();
    try (EventReader reader = new EventReader(this, "/events?after=0")) {
      while (true) {
        EventReader.Told told = reader.next();
        if (told.isOf(connectionId) && told.id().isPresent()) {
          events.add(told.data());
          if (told.data().getString("state").equals(state)) {
            return events;
          }
        }
      }
    }
  }

  /** An answer that is read while it comes. */
  HttpResponse<Stream<String>> stream(String path) throws IOException, InterruptedException {
    return client.send(request(path).GET().build(), BodyHandlers.ofLines());
  }

  Answer call(String method, String path, Optional<byte[]> body, String type)
      throws IOException, InterruptedException {
    return call(
        method, path, body.map(BodyPublishers::ofByteArray).orElse(BodyPublishers.noBody()), type);
  }

  /** Calls; a body of unknown length is sent in chunks. */
  Answer call(String method, String path, BodyPublisher body, String type)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).timeout(Duration.ofSeconds(30));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    request.method(method, body);
    HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
    return new Answer(
        answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8), answer);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    for (int i = 0; i < headers.size(); i += 2) {
      request.header(headers.get(i), headers.get(i + 1));
    }
    return request;
  }
}
