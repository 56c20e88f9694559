package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.entente.WatchedStorage.Side;
import org.entente.connection.Connection;
import org.entente.connection.Role;
import org.entente.message.BasicMessage;
import org.entente.message.Invitation;
import org.entente.storage.StorageException;
import org.entente.transport.inmemory.Faults;

/** What befalls some agents on a bad network, all drawn from one seed. */
final class History implements AutoCloseable {
  private static final Faults BAD =
      Faults.none()
          .loseRequests(0.3)
          .loseAnswers(0.3)
          .duplicate(0.2)
          .reorder(0.2)
          .corrupt(0.05)
          .delayUpTo(Duration.ofSeconds(3))
          .noticeLossAfter(Duration.ofSeconds(10));

  private final World world;
  private final Random random;
  private final List<Party> parties = new ArrayList<>();
  private final List<Invitation> accepted = new ArrayList<>();
  // by the sender's DID: what was sent and acknowledged, in order
  private final Map<String, List<String>> sent = new LinkedHashMap<>();
  private final Set<String> unsure = new LinkedHashSet<>();
  private int texts;
  private boolean hasCrashed;

  History(long seed) {
    this.world = new World(seed);
    this.random = new Random(seed * 31);
    int size = 2 + random.nextInt(3);
    for (int i = 0; i < size; i++) {
      parties.add(world.party("agent" + i));
    }
    world.network().faults(BAD);
  }

  /** Goes through bad times, and then some good ones. */
  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
      world.pass(Duration.ofMillis(random.nextInt(20_000)));
    }
    world.network().faults(Faults.none());
    world.pass(Duration.ofHours(3));
  }

  private void step() {
    Party party = anyParty();
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> connect(party);
      case 3, 4, 5, 6 -> send(party);
      case 7 -> {
        hasCrashed = true;
        party.die();
        world.pass(Duration.ofSeconds(random.nextInt(100)));
        party.reopen();
      }
      case 8 -> {
        hasCrashed = true;
        party
            .storage()
            .failAt(
                party.storage().calls() + 1 + random.nextInt(20),
                random.nextBoolean() ? Side.BEFORE : Side.AFTER);
      }
      default -> world.clock().jump(Duration.ofMinutes(random.nextInt(60) - 30));
    }
  }

  private void connect(Party inviter) {
    Party invitee = anyParty();
    if (invitee == inviter) {
      return;
    }
    try {
      Invitation invitation = inviter.connections().invite().invitation();
      accepted.add(invitation);
      invitee.connections().accept(invitation);
    } catch (StorageException e) {
      // whether or not it happened, nothing must be left half done
    }
  }

  private void send(Party sender) {
    String text = "text " + texts++;
    try {
      Optional<Connection> over =
          Oracles.all(sender).stream().filter(Connection::isEstablished).findFirst();
      if (over.isEmpty()) {
        return;
      }
      unsure.add(text);
      sender.messages().send(over.get().id(), new BasicMessage(text));
      unsure.remove(text);
      sent.computeIfAbsent(over.get().theirDid().orElseThrow().value(), did -> new ArrayList<>())
          .add(text);
    } catch (StorageException e) {
      // the application does not know, and neither do we
    }
  }

  private Party anyParty() {
    return parties.get(random.nextInt(parties.size()));
  }

  /** Whatever happened, this is so. */
  void check() {
    for (Party party : parties) {
      party.storage().failAt(0, Side.BEFORE);
    }
    Oracles.assertAllIsDone(world);
    Oracles.assertOneConnectionForEachInvitation(world);
    Oracles.assertKeysAreThere(world);
    parties.forEach(Oracles::assertOnlyForward);
    checkPairs();
    checkMessages();
  }

  private void checkPairs() {
    Map<String, Connection> inviters = new LinkedHashMap<>();
    for (Party party : parties) {
      Oracles.all(party, Role.INVITER).forEach(c -> inviters.put(c.thread(), c));
    }
    for (Party party : parties) {
      for (Connection invitee : Oracles.all(party, Role.INVITEE)) {
        Oracles.assertMirrored(inviters.get(invitee.thread()), invitee);
      }
    }
  }

  private void checkMessages() {
    for (Party party : parties) {
      List<String> firstTime = List.copyOf(new LinkedHashSet<>(party.heard()));
      if (!hasCrashed) {
        assertThat(party.heard()).as("effects of %s", party.agent().name()).doesNotHaveDuplicates();
      }
      for (Connection connection : Oracles.all(party)) {
        List<String> expected = sent.getOrDefault(connection.ourDid().value(), List.of());
        assertThat(firstTime.stream().filter(expected::contains))
            .as("heard by %s over %s", party.agent().name(), connection)
            .containsExactlyElementsOf(expected);
      }
    }
    Set<String> all = new LinkedHashSet<>(unsure);
    sent.values().forEach(all::addAll);
    parties.forEach(party -> assertThat(all).containsAll(party.heard()));
  }

  /** What happened, for comparing two runs. */
  List<String> trace() {
    List<String> trace = new ArrayList<>();
    for (Party party : parties) {
      party
          .changes()
          .forEach(c -> trace.add(c + " " + c.ourDid().abbreviated() + " " + c.updatedTime()));
      trace.addAll(party.heard());
    }
    return trace;
  }

  @Override
  public void close() {
    world.close();
  }
}
