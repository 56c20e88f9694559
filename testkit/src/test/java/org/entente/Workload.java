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
import org.entente.connection.Connection;
import org.entente.connection.ConnectionQuery;
import org.entente.message.BasicMessage;
import org.entente.message.Invitation;
import org.entente.testkit.simulation.Hardships;
import org.entente.testkit.simulation.SimulatedAgent;
import org.entente.testkit.simulation.Simulation;

/** What some applications do in bad times, all drawn from the seed of their simulation. */
final class Workload {
  private static final int STEPS = 30;
  private static final int LONGEST_PAUSE_MILLIS = 20_000;
  private static final Duration SMALL_JUMP = Duration.ofMinutes(30);
  private static final Duration SHORT_LIFE = Duration.ofMinutes(20);
  private static final String PING = "ping ";

  private final Simulation simulation;
  private final Random random;
  private final boolean clocksGoWild;
  private final List<SimulatedAgent> agents = new ArrayList<>();
  // by the receiver's DID: what was sent and acknowledged, in order
  private final Map<String, Set<String>> sent = new LinkedHashMap<>();
  private final Map<String, Set<String>> heard = new LinkedHashMap<>();
  private final Set<String> unsure = new LinkedHashSet<>();
  private int texts;

  /** Something that an application does, as often as its weight says. */
  private record Action(int weight, Runnable what) {}

  private final List<Action> actions =
      List.of(
          new Action(6, this::connect),
          new Action(1, this::inviteTwoWithOneInvitation),
          new Action(9, this::send),
          new Action(1, this::retry),
          new Action(1, () -> anyAgent().crash()),
          new Action(1, () -> agents.forEach(SimulatedAgent::restart)));

  private Workload(Simulation simulation, boolean clocksGoWild) {
    this.simulation = simulation;
    this.random = simulation.random();
    this.clocksGoWild = clocksGoWild;
    int size = 2 + random.nextInt(5);
    for (int i = 0; i < size; i++) {
      agents.add(simulation.agent("agent" + i, this::begin));
    }
  }

  /** Goes through bad times and then some good ones; whatever happened, all must be well. */
  static long play(long seed) {
    // every other time no deadline passes, so that nothing has an excuse for not arriving
    boolean clocksGoWild = seed % 2 == 0;
    Hardships hardships =
        clocksGoWild
            ? Hardships.usual()
            : Hardships.usual().clockJumps(SMALL_JUMP, SMALL_JUMP, SMALL_JUMP);
    long[] fingerprint = new long[1];
    Simulation.play(
        seed,
        hardships,
        simulation -> {
          Workload workload = new Workload(simulation, clocksGoWild);
          workload.run();
          simulation.settle();
          workload.check();
          fingerprint[0] = simulation.fingerprint();
        });
    return fingerprint[0];
  }

  private void begin(Agent agent) {
    agent.messages().onReceived(BasicMessage.KIND, (from, text) -> hear(agent, from, text));
  }

  private void run() {
    Duration time = Duration.ZERO;
    for (int i = 0; i < STEPS; i++) {
      Runnable action = anyAction();
      simulation.after(time, action);
      time = time.plusMillis(random.nextInt(LONGEST_PAUSE_MILLIS));
    }
    simulation.run(time);
  }

  private void connect() {
    Optional<Agent> inviter = anyLiving();
    Optional<Agent> invitee = anyLiving();
    if (inviter.isPresent() && invitee.isPresent() && inviter.get() != invitee.get()) {
      Invitation invitation = inviter.get().connections().invite().invitation();
      invitee.get().connections().accept(invitation);
    }
  }

  /** One of them is too late, and comes to rest when the invitation has expired. */
  private void inviteTwoWithOneInvitation() {
    Optional<Agent> inviter = anyLiving();
    if (inviter.isPresent()) {
      Invitation invitation =
          inviter
              .get()
              .connections()
              .invite(InvitationOptions.defaults().expiresIn(SHORT_LIFE))
              .invitation();
      agents.stream()
          .filter(agent -> agent.isUp() && agent.agent() != inviter.get())
          .limit(2)
          .forEach(invitee -> invitee.agent().connections().accept(invitation));
    }
  }

  private void send() {
    Optional<Agent> sender = anyLiving();
    if (sender.isPresent()) {
      List<Connection> open =
          sender.get().connections().list(ConnectionQuery.all()).connections().stream()
              .filter(Connection::isEstablished)
              .toList();
      if (!open.isEmpty()) {
        Connection over = open.get(random.nextInt(open.size()));
        send(sender.get(), over, (random.nextInt(4) == 0 ? PING : "text ") + texts++);
      }
    }
  }

  private void send(Agent sender, Connection over, String text) {
    unsure.add(text);
    sender.messages().send(over.id(), new BasicMessage(text));
    // had the store failed, neither the application nor we would know
    unsure.remove(text);
    sent.computeIfAbsent(over.theirDid().orElseThrow().value(), did -> new LinkedHashSet<>())
        .add(text);
  }

  private void hear(Agent agent, Connection from, BasicMessage text) {
    heard.computeIfAbsent(from.ourDid().value(), did -> new LinkedHashSet<>()).add(text.content());
    if (random.nextInt(20) == 0) {
      throw new IllegalStateException("a handler that fails now and then");
    }
    if (text.content().startsWith(PING)) {
      send(agent, from, "pong " + texts++);
    }
  }

  private void retry() {
    anyLiving()
        .ifPresent(
            agent ->
                agent.connections().list().connections().stream()
                    .filter(connection -> connection.stopped().isPresent())
                    .filter(connection -> connection.invitation().expiresTime().isEmpty())
                    .findFirst()
                    .ifPresent(stopped -> agent.connections().retry(stopped.id())));
  }

  private Runnable anyAction() {
    int draw = random.nextInt(actions.stream().mapToInt(Action::weight).sum());
    for (Action action : actions) {
      draw -= action.weight();
      if (draw < 0) {
        return action.what();
      }
    }
    throw new IllegalStateException("the weights do not add up");
  }

  private SimulatedAgent anyAgent() {
    return agents.get(random.nextInt(agents.size()));
  }

  private Optional<Agent> anyLiving() {
    return Optional.of(anyAgent()).filter(SimulatedAgent::isUp).map(SimulatedAgent::agent);
  }

  private void check() {
    Set<String> known = new LinkedHashSet<>(unsure);
    sent.values().forEach(known::addAll);
    heard.values().forEach(texts -> assertThat(known).containsAll(texts));
    if (clocksGoWild) {
      return;
    }
    sent.forEach(
        (receiver, expected) ->
            assertThat(heard.getOrDefault(receiver, Set.of()))
                .filteredOn(expected::contains)
                .containsExactlyElementsOf(expected));
    for (SimulatedAgent agent : agents) {
      assertThat(agent.agent().connections().list(ConnectionQuery.all().limit(1000)).connections())
          .filteredOn(connection -> connection.invitation().expiresTime().isEmpty())
          .noneMatch(connection -> connection.stopped().isPresent());
    }
  }
}
