package org.entente;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.entente.transport.Answer;
import org.entente.transport.Receiver;
import org.entente.transport.Registration;
import org.entente.transport.Transport;

/** A transport whose every message a test sees and may do something else with. */
final class Tap implements Transport {
  /** What is done with a message. */
  interface Line {
    CompletionStage<Answer> send(Transport onward, URI endpoint, byte[] packed);
  }

  /** It arrives. */
  static final Line OPEN = Transport::send;

  private final Transport transport;
  private final List<byte[]> sent = new CopyOnWriteArrayList<>();
  private final List<URI> endpoints = new CopyOnWriteArrayList<>();
  private volatile Line line = OPEN;
  private volatile URI endpoint;

  Tap(Transport transport) {
    this.transport = transport;
    this.endpoint = transport.endpoint();
  }

  /** It does not arrive, and this is the answer. */
  static Line answering(Answer answer) {
    return (onward, endpoint, packed) -> CompletableFuture.completedFuture(answer);
  }

  /** It arrives, and this is the answer. */
  static Line arrivingBut(Answer answer) {
    return (onward, endpoint, packed) ->
        onward.send(endpoint, packed).thenApply(answered -> answer);
  }

  /** What is done with all further messages. */
  void line(Line newLine) {
    line = newLine;
  }

  /** What is done with the next message only. */
  void next(Line first) {
    line =
        (onward, endpoint, packed) -> {
          line = OPEN;
          return first.send(onward, endpoint, packed);
        };
  }

  /** What goes into all further DIDs as the place where peers send to. */
  void endpoint(URI newEndpoint) {
    endpoint = newEndpoint;
  }

  /** Where it was to be sent so far. */
  List<URI> endpoints() {
    return List.copyOf(endpoints);
  }

  /** What was to be sent so far, packed. */
  List<byte[]> sent() {
    return List.copyOf(sent);
  }

  @Override
  public Set<String> schemes() {
    return transport.schemes();
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public Optional<String> reachWarning() {
    return transport.reachWarning();
  }

  @Override
  public Registration start(Receiver receiver) {
    return transport.start(receiver);
  }

  @Override
  public CompletionStage<Answer> send(URI to, byte[] packed) {
    endpoints.add(to);
    sent.add(packed.clone());
    return line.send(transport, to, packed);
  }

  @Override
  public void close() {
    transport.close();
  }
}
