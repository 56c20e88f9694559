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
import java.util.function.Predicate;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionEvent;
import org.entente.connection.ConnectionNotEstablishedException;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.ConnectionState;
import org.entente.connection.ConnectionTransitions;
import org.entente.connection.InvitationQuery;
import org.entente.connection.InvitationState;
import org.entente.connection.RequestPolicy;
import org.entente.did.Did;
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
  // DIDs of connections that somebody ended or deleted
  private final Set<String> spoiled = new LinkedHashSet<>();
  // by agent and connection: the last event that its follower was told
  private final Map<String, Long> followed = new LinkedHashMap<>();
  private int texts;

  /** Something that an application does, as often as its weight says. */
  private record Action(int weight, Runnable what) {}

  private final List<Action> actions =
      List.of(
          new Action(6, this::connect),
          new Action(1, this::inviteTwoWithOneInvitation),
          new Action(2, this::inviteSeveral),
          new Action(1, this::decline),
          new Action(1, this::revoke),
          new Action(1, this::end),
          new Action(1, this::delete),
          new Action(2, this::decide),
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
      // one of them looks at every request before it connects
      RequestPolicy policy = i == 2 ? RequestPolicy.manual() : RequestPolicy.automatic();
      agents.add(simulation.agent("agent" + i, agent -> agent.requestPolicy(policy), this::begin));
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
          // somebody decides in the end, or requests would wait for it
          for (int minutes : new int[] {1, 20, 80, 150}) {
            simulation.after(Duration.ofMinutes(minutes), workload::approveAll);
          }
          simulation.settle();
          workload.check();
          fingerprint[0] = simulation.fingerprint();
        });
    return fingerprint[0];
  }

  private void begin(Agent agent) {
    agent.messages().onReceived(BasicMessage.KIND, (from, text) -> hear(agent, from, text));
    agent.events().follow("workload", change -> follow(agent.name(), change));
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

  /** As many as may and one more: never more than may connect. */
  private void inviteSeveral() {
    Optional<Agent> inviter = anyLiving();
    if (inviter.isPresent()) {
      InvitationOptions several = InvitationOptions.defaults().uses(2).expiresIn(SHORT_LIFE);
      Invitation invitation = inviter.get().invitations().create(several).invitation();
      agents.stream()
          .filter(agent -> agent.isUp() && agent.agent() != inviter.get())
          .limit(3)
          .forEach(invitee -> invitee.agent().connections().accept(invitation));
    }
  }

  private void decline() {
    Optional<Agent> inviter = anyLiving();
    Optional<Agent> invitee = anyLiving();
    if (inviter.isPresent() && invitee.isPresent() && inviter.get() != invitee.get()) {
      Invitation invitation = inviter.get().connections().invite().invitation();
      invitee.get().connections().decline(invitation);
    }
  }

  private void revoke() {
    anyLiving()
        .ifPresent(
            agent ->
                agent
                    .invitations()
                    .list(InvitationQuery.all().state(InvitationState.OPEN))
                    .invitations()
                    .stream()
                    .findAny()
                    .ifPresent(open -> agent.invitations().revoke(open.id())));
  }

  private void end() {
    anyLiving()
        .ifPresent(
            agent ->
                any(
                        agent,
                        connection ->
                            connection.ending().isEmpty()
                                && !connection.state().isFailed()
                                && connection.state() != ConnectionState.INVITATION_GENERATED)
                    .ifPresent(
                        connection -> {
                          spoil(connection);
                          agent.connections().end(connection.id());
                        }));
  }

  private void delete() {
    anyLiving()
        .ifPresent(
            agent ->
                any(
                        agent,
                        connection ->
                            connection.ending().isPresent() || isForgettable(connection.state()))
                    .ifPresent(
                        connection -> {
                          spoil(connection);
                          agent.connections().delete(connection.id());
                        }));
  }

  // Whoever might still ask, or wait to be told, would ask in vain until its deadline.
  private static boolean isForgettable(ConnectionState state) {
    return state == ConnectionState.PROBLEM_REPORT_SENT
        || state == ConnectionState.PROBLEM_REPORT_RECEIVED;
  }

  private void decide() {
    anyLiving()
        .ifPresent(
            agent ->
                any(
                        agent,
                        connection ->
                            connection.state() == ConnectionState.CONNECTION_REQUEST_RECEIVED)
                    .ifPresent(
                        connection -> {
                          if (random.nextInt(3) == 0) {
                            agent.connections().reject(connection.id());
                          } else {
                            agent.connections().approve(connection.id());
                          }
                        }));
  }

  private void approveAll() {
    for (SimulatedAgent agent : agents) {
      if (agent.isUp()) {
        Connections connections = agent.agent().connections();
        connections.list(ConnectionQuery.all()).connections().stream()
            .filter(c -> c.state() == ConnectionState.CONNECTION_REQUEST_RECEIVED)
            .forEach(c -> connections.approve(c.id()));
      }
    }
  }

  private Optional<Connection> any(Agent agent, Predicate<Connection> condition) {
    List<Connection> fitting =
        agent.connections().list(ConnectionQuery.all()).connections().stream()
            .filter(condition)
            .toList();
    return fitting.isEmpty()
        ? Optional.empty()
        : Optional.of(fitting.get(random.nextInt(fitting.size())));
  }

  // Whatever was still on its way over it may be given up, on either side.
  private void spoil(Connection connection) {
    spoiled.add(connection.ourDid().value());
    connection.theirDid().map(Did::value).ifPresent(spoiled::add);
  }

  // In order and without gaps, however often the follower was killed.
  private void follow(String agent, ConnectionChange change) {
    long last = followed.getOrDefault(agent + change.connectionId(), 0L);
    assertThat(change.sequence()).isBetween(1L, last + 1);
    followed.put(agent + change.connectionId(), Math.max(last, change.sequence()));
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
      try {
        send(agent, from, "pong " + texts++);
      } catch (ConnectionNotEstablishedException e) {
        // it has ended meanwhile
      }
    }
  }

  private void retry() {
    anyLiving()
        .ifPresent(
            agent ->
                agent.connections().list().connections().stream()
                    .filter(connection -> connection.stopped().isPresent())
                    .filter(connection -> connection.invitation().expiresTime().isEmpty())
                    .filter(
                        connection ->
                            ConnectionTransitions.has(
                                connection.state(), ConnectionEvent.DELIVERY_RETRIED))
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
    checkFollowers();
    if (clocksGoWild) {
      return;
    }
    sent.keySet().removeAll(spoiled);
    sent.forEach(
        (receiver, expected) ->
            assertThat(heard.getOrDefault(receiver, Set.of()))
                .filteredOn(expected::contains)
                .containsExactlyElementsOf(expected));
    for (SimulatedAgent agent : agents) {
      assertThat(agent.agent().connections().list(ConnectionQuery.all().limit(1000)).connections())
          .filteredOn(connection -> connection.invitation().expiresTime().isEmpty())
          .filteredOn(connection -> !connection.state().isFailed())
          .filteredOn(connection -> connection.ending().isEmpty())
          .filteredOn(connection -> !spoiled.contains(connection.ourDid().value()))
          .noneMatch(connection -> connection.stopped().isPresent());
    }
  }

  private void checkFollowers() {
    for (SimulatedAgent agent : agents) {
      for (Connection connection :
          agent.agent().connections().list(ConnectionQuery.all().limit(1000)).connections()) {
        assertThat(followed.get(agent.name() + connection.id()))
            .as("the last event of %s that was told at %s", connection, agent.name())
            .isEqualTo(connection.eventCount());
      }
    }
  }
}
