package org.entente.transport.inmemory;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.entente.transport.Receiver;
import org.entente.transport.Receivers;
import org.entente.transport.Registration;
import org.entente.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One name on a network, from joining to closing. Thread-safe. */
final class Member implements Transport {
  private static final Logger log = LoggerFactory.getLogger(Member.class);

  /** So that a receiver which hangs takes only these of everybody's threads. */
  private static final int AT_A_TIME = 4;

  private final InMemoryNetwork network;
  private final String name;
  private final Receivers receivers = new Receivers();
  private final Queue<Runnable> arrived = new ArrayDeque<>();
  private int atWork;

  Member(InMemoryNetwork network, String name) {
    this.network = network;
    this.name = name;
  }

  String name() {
    return name;
  }

  @Override
  public Set<String> schemes() {
    return Set.of(InMemoryNetwork.SCHEME);
  }

  @Override
  public URI endpoint() {
    return URI.create(InMemoryNetwork.SCHEME + "://" + name);
  }

  @Override
  public Optional<String> reachWarning() {
    return Optional.of(endpoint() + " is reached by agents in this JVM only");
  }

  @Override
  public Registration start(Receiver receiver) {
    return receivers.add(receiver);
  }

  @Override
  public CompletionStage<Answer> send(URI endpoint, byte[] packed) {
    return network.send(this, endpoint, packed);
  }

  @Override
  public void close() {
    network.leave(this);
  }

  /** Runs a delivery now, or after those that are under way. */
  void deliver(Runnable delivery) {
    synchronized (arrived) {
      if (atWork == AT_A_TIME) {
        arrived.add(delivery);
        return;
      }
      atWork++;
    }
    Optional<Runnable> next = Optional.of(delivery);
    while (next.isPresent()) {
      next.get().run();
      next = afterOne();
    }
  }

  private Optional<Runnable> afterOne() {
    synchronized (arrived) {
      Optional<Runnable> next = Optional.ofNullable(arrived.poll());
      if (next.isEmpty()) {
        atWork--;
      }
      return next;
    }
  }

  /** What the receivers say to it; try later, should one throw. */
  Answer answerTo(byte[] packed) {
    Receipt receipt;
    try {
      receipt = receivers.receive(packed);
    } catch (RuntimeException | Error e) {
      log.error("A receiver threw {}", e.getClass().getName());
      return Answer.tryLater("the receiver failed");
    }
    Answer answer =
        switch (receipt.kind()) {
          case ACCEPTED, DUPLICATE -> Answer.accepted();
          case BUSY -> Answer.tryLater("busy");
          case MALFORMED -> Answer.refused("malformed");
          case NOT_FOR_US, REFUSED -> Answer.refused("refused");
        };
    return receipt.reply().map(answer::withReply).orElse(answer);
  }
}
