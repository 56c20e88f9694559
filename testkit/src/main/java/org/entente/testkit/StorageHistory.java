package org.entente.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.testkit.Records.seconds;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.ConnectionState;
import org.entente.connection.InvitationQuery;
import org.entente.connection.InvitationState;
import org.entente.connection.Role;
import org.entente.storage.Change;
import org.entente.storage.ClockShift;
import org.entente.storage.Forgotten;
import org.entente.storage.FoundConnection;
import org.entente.storage.Lease;
import org.entente.storage.Pruning;
import org.entente.storage.QueueQuery;
import org.entente.storage.QueuedMessage;
import org.entente.storage.QueuedMessage.Queue;
import org.entente.storage.StaleRecordException;
import org.entente.storage.Storage;
import org.entente.storage.StoredConnection;
import org.entente.storage.StoredInvitation;

/** Random steps, taken alike by two storages, which must answer alike but for their numbers. */
final class StorageHistory {
  private static final int IDS = 12;
  private static final int LANES = 3;
  private static final List<ConnectionState> STATES = List.of(ConnectionState.values());
  private static final List<Queue> QUEUES = List.of(Queue.values());

  private final String wallet;
  private final String name;
  private final Random random;
  private final Storage model;
  private final Storage storage;
  private long second;
  private int step;

  StorageHistory(String wallet, long seed, Storage model, Storage storage) {
    this.wallet = wallet;
    this.name = "seed " + seed;
    this.random = new Random(seed);
    this.model = model;
    this.storage = storage;
  }

  void step() {
    step++;
    second += random.nextInt(3);
    Lease lease = new Lease("owner", seconds(second + random.nextInt(5)));
    if (random.nextInt(4) == 0) {
      int limit = random.nextInt(4);
      assertThat(answer(storage.claim(wallet, seconds(second), lease, limit)))
          .as("claim in step %d of %s", step, name)
          .isEqualTo(answer(model.claim(wallet, seconds(second), lease, limit)));
    } else {
      Change change = change(lease);
      assertThat(committed(storage, change))
          .as("commit in step %d of %s", step, name)
          .isEqualTo(committed(model, change));
    }
    compare();
  }

  private Change change(Lease lease) {
    Change.Builder change = Change.builder(wallet, lease);
    for (int i = random.nextInt(3); i > 0; i--) {
      change.add(
          QueuedMessage.added(
              anyId(),
              QUEUES.get(random.nextInt(QUEUES.size())),
              "lane" + random.nextInt(LANES),
              anyTime(),
              anyTime(),
              Optional.empty(),
              Records.body("step " + step)));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      model.findQueued(wallet, anyId()).ifPresent(message -> change.update(altered(message)));
    }
    if (random.nextInt(3) == 0) {
      change.remove(anyId());
    }
    if (random.nextInt(10) == 0) {
      model.findConnection(wallet, anyId()).ifPresent(found -> change.forget(forgotten(found)));
    } else if (random.nextInt(3) == 0) {
      change.connection(anyConnection());
    }
    if (random.nextInt(3) == 0) {
      change.handled(Records.handled(anyId(), anyTime()));
    }
    if (random.nextInt(3) == 0) {
      change.event(Records.event(anyId(), step, anyTime()));
    }
    if (random.nextInt(10) == 0) {
      change.prune(new Pruning(anyTime(), anyTime()));
    }
    if (random.nextInt(10) == 0) {
      change.shiftClock(new ClockShift(anyDuration(), anyDuration()));
    }
    if (random.nextInt(10) == 0) {
      change.position(anyId(), step);
    }
    if (random.nextInt(3) == 0) {
      change.invitation(anyInvitation());
    }
    return change.build();
  }

  private QueuedMessage altered(QueuedMessage message) {
    return switch (random.nextInt(6)) {
      case 0 -> message.attempted(Optional.of(anyTime()), Optional.of("failure"));
      case 1 -> message.due(Optional.empty());
      case 2 -> message.resent(anyTime());
      case 3 -> message.givenUp("given up in step " + step);
      case 4 -> message.history(Records.body("history of step " + step));
      default -> message.restarted(anyTime(), Optional.of(anyTime()));
    };
  }

  private StoredConnection anyConnection() {
    String id = anyId();
    ConnectionState state = STATES.get(random.nextInt(STATES.size()));
    return model
        .findConnection(wallet, id)
        .map(found -> Records.next(found.connection(), state, anyId(), anyId()))
        .orElseGet(
            () ->
                Records.connection(
                    id,
                    anyTime(),
                    state,
                    random.nextBoolean() ? Role.INVITER : Role.INVITEE,
                    anyId()));
  }

  private StoredInvitation anyInvitation() {
    String id = anyId();
    Role role = random.nextBoolean() ? Role.INVITER : Role.INVITEE;
    return model
        .findInvitation(wallet, id)
        .map(StoredInvitation::used)
        .orElseGet(() -> Records.invitation(id, role, "did of " + anyId()));
  }

  private Forgotten forgotten(FoundConnection found) {
    StoredConnection connection = found.connection();
    return new Forgotten(
        connection.id(),
        connection.version() + random.nextInt(2),
        Optional.empty(),
        random.nextBoolean() ? Optional.of(anyId()) : Optional.empty());
  }

  private Duration anyDuration() {
    return Duration.ofSeconds(random.nextInt(10) - 5);
  }

  private String anyId() {
    return "id" + random.nextInt(IDS);
  }

  private Instant anyTime() {
    return seconds(second - 5 + random.nextInt(10));
  }

  private void compare() {
    assertThat(storage.nextDue(wallet))
        .as("next due after step %d of %s", step, name)
        .isEqualTo(model.nextDue(wallet));
    for (int i = 0; i < IDS; i++) {
      String id = "id" + i;
      assertThat(storage.findQueued(wallet, id).map(StorageRoundTripRules::unnumbered))
          .as("%s after step %d of %s", id, step, name)
          .isEqualTo(model.findQueued(wallet, id).map(StorageRoundTripRules::unnumbered));
      assertThat(storage.outcomeOf(wallet, id)).isEqualTo(model.outcomeOf(wallet, id));
    }
    for (Queue queue : Queue.values()) {
      for (boolean givenUp : List.of(true, false)) {
        for (Optional<String> lane : List.of(Optional.<String>empty(), Optional.of("lane1"))) {
          QueueQuery query = new QueueQuery(queue, givenUp, lane, 0, 100);
          assertThat(answer(storage.listQueued(wallet, query)))
              .as("%s after step %d of %s", query, step, name)
              .isEqualTo(answer(model.listQueued(wallet, query)));
        }
      }
      for (int lane = 0; lane < LANES; lane++) {
        Optional<String> connectionId = Optional.of("lane" + lane);
        assertThat(storage.countQueued(wallet, queue, connectionId, 5))
            .isEqualTo(model.countQueued(wallet, queue, connectionId, 5));
      }
      assertThat(storage.countQueued(wallet, queue, Optional.empty(), 100))
          .isEqualTo(model.countQueued(wallet, queue, Optional.empty(), 100));
    }
    assertThat(storage.list(wallet, ConnectionQuery.all()))
        .isEqualTo(model.list(wallet, ConnectionQuery.all()));
    assertThat(storage.list(wallet, ConnectionQuery.all().label("id3").role(Role.INVITER)))
        .isEqualTo(model.list(wallet, ConnectionQuery.all().label("id3").role(Role.INVITER)));
    assertThat(storage.listInvitations(wallet, InvitationQuery.all()))
        .isEqualTo(model.listInvitations(wallet, InvitationQuery.all()));
    assertThat(storage.listInvitations(wallet, InvitationQuery.all().state(InvitationState.USED)))
        .isEqualTo(
            model.listInvitations(wallet, InvitationQuery.all().state(InvitationState.USED)));
    assertThat(storage.position(wallet, "id3")).isEqualTo(model.position(wallet, "id3"));
    assertThat(storage.events(wallet, 0, 1000))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("cursor")
        .isEqualTo(model.events(wallet, 0, 1000));
  }

  private static List<QueuedMessage> answer(List<QueuedMessage> messages) {
    return messages.stream().map(StorageRoundTripRules::unnumbered).toList();
  }

  private static Optional<List<QueuedMessage>> committed(Storage storage, Change change) {
    try {
      return Optional.of(answer(storage.commit(change)));
    } catch (StaleRecordException e) {
      return Optional.empty();
    }
  }
}
