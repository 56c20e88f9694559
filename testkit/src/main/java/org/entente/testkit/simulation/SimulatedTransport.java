package org.entente.testkit.simulation;

import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.entente.transport.Answer;
import org.entente.transport.Receipt;
import org.entente.transport.Receiver;
import org.entente.transport.Registration;
import org.entente.transport.Transport;

/** The way of one process to the network, at whose ends it may die. Not thread-safe. */
final class SimulatedTransport implements Transport {
  private static final Receipt NOBODY = Receipt.of(Receipt.Kind.BUSY);

  private final Transport member;
  private final Life life;

  SimulatedTransport(Transport member, Life life) {
    this.member = member;
    this.life = life;
  }

  @Override
  public Set<String> schemes() {
    return member.schemes();
  }

  @Override
  public URI endpoint() {
    return member.endpoint();
  }

  @Override
  public Registration start(Receiver receiver) {
    return member.start(
        packed -> {
          if (!life.isAlive()) {
            return NOBODY;
          }
          Receipt receipt = receiver.receive(packed);
          if (life.isAlive()) {
            life.note("takes " + packed.length + " bytes: " + receipt);
            life.diesBy("before the receipt");
          }
          return life.isAlive() ? receipt : NOBODY;
        });
  }

  @Override
  public CompletionStage<Answer> send(URI endpoint, byte[] packed) {
    if (!life.isAlive()) {
      return new CompletableFuture<>();
    }
    life.sending(endpoint, packed.length);
    CompletionStage<Answer> answer = member.send(endpoint, packed);
    if (life.diesBy("after sending")) {
      return new CompletableFuture<>();
    }
    return answer.thenApply(
        said -> {
          if (life.isAlive()) {
            life.note("is answered by " + endpoint.getHost() + ": " + said);
          }
          return said;
        });
  }

  @Override
  public void close() {
    member.close();
  }
}
