package org.entente.examples.agentserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import org.entente.examples.agentserver.EventReader.Told;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever listens is told of everything, once and in order. */
@Timeout(60)
class EventStreamTest {
  private final Servers servers = new Servers();
  private final Caller alice = servers.caller();

  EventStreamTest() throws Exception {}

  @AfterEach
  void close() {
    servers.close();
  }

  @Test
  void eventsComeInOrderAndShowTheirConnection() throws Exception {
    Servers.Pair first = Servers.connect(alice, servers.caller());
    Servers.Pair second = Servers.connect(alice, servers.caller());

    List<Told> all = allUntil(create());

    assertThat(all)
        .extracting(told -> Long.parseLong(told.id().orElseThrow()))
        .isSorted()
        .doesNotHaveDuplicates()
        .isEqualTo(all.stream().map(told -> told.data().getInteger("cursor")).toList());
    assertThat(all).extracting(Told::name).containsOnly("ConnectionUpdated");
    assertThat(sequences(all, first.atInviter())).isEqualTo(List.of(1L, 2L, 3L, 4L));
    assertThat(sequences(all, second.atInviter())).isEqualTo(List.of(1L, 2L, 3L, 4L));
    JsonObject last = all.get(all.size() - 1).data();
    assertThat(last.names())
        .containsExactly(
            "type", "cursor", "connectionId", "sequence", "event", "state", "time", "data");
    assertThat(last.getObject("data"))
        .isEqualTo(alice.get("/connections/" + last.getString("connectionId")).json());
  }

  @Test
  void recentOnesComeFirst() throws Exception {
    List<String> ids = List.of(create(), create(), create(), create());

    assertThat(ids("/events?recent=2", ids.get(3))).isEqualTo(ids.subList(2, 4));
    assertThat(ids("/events?recent=1000", ids.get(3))).isEqualTo(ids);
    try (EventReader fromNow = new EventReader(alice, "/events?recent=0");
        EventReader byDefault = new EventReader(alice, "/events")) {
      String next = create();
      assertThat(fromNow.next().isOf(next)).isTrue();
      assertThat(byDefault.next().isOf(next)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoComesAgainWithTheLastCursorMissesNothing(boolean byHeader) throws Exception {
    Caller bob = servers.caller();
    List<Told> seen = new ArrayList<>();
    try (EventReader reader = new EventReader(alice, "/events?after=0")) {
      create();
      seen.add(reader.next());
    }
    Servers.Pair pair = Servers.connect(alice, bob);
    String last = create();
    while (!seen.get(seen.size() - 1).isOf(last)) {
      String cursor = seen.get(seen.size() - 1).id().orElseThrow();
      // a browser sends both when it connects again by itself
      try (EventReader again =
          byHeader
              ? new EventReader(alice.with("Last-Event-ID", cursor), "/events?after=0")
              : new EventReader(alice, "/events?after=" + cursor)) {
        seen.add(again.next());
      }
    }

    assertThat(seen).extracting(Told::id).isEqualTo(allUntil(last).stream().map(Told::id).toList());
    assertThat(seen).filteredOn(told -> told.isOf(pair.atInviter())).hasSizeGreaterThan(2);
  }

  @Test
  void messagesAreToldOfOnBothSides() throws Exception {
    Caller bob = servers.caller();
    Servers.Pair pair = Servers.connect(alice, bob);
    try (EventReader atAlice = new EventReader(alice, "/events?recent=0");
        EventReader atBob = new EventReader(bob, "/events?recent=0")) {
      JsonObject sent =
          alice
              .post(
                  "/connections/" + pair.atInviter() + "/messages",
                  Servers.body("content", "line\n\ndata: x"))
              .json();

      Told ours = atAlice.next();
      Told theirs = atBob.next();

      assertThat(List.of(ours, theirs)).extracting(Told::name).containsOnly("MessageUpdated");
      assertThat(List.of(ours.id(), theirs.id())).allMatch(id -> id.isEmpty());
      assertThat(ours.data()).isEqualTo(sent);
      assertThat(theirs.data().getString("id")).isEqualTo(sent.getString("id"));
      assertThat(theirs.data().getString("content")).isEqualTo("line\n\ndata: x");
      assertThat(theirs.data().getString("direction")).isEqualTo("received");
      assertThat(theirs.isOf(pair.atInvitee())).isTrue();
    }
  }

  @Test
  void oneStreamTooManyIsRefusedAndTheOthersGoOn() throws Exception {
    List<EventReader> readers = new ArrayList<>();
    try {
      for (int i = 0; i < 32; i++) {
        readers.add(new EventReader(alice, "/events"));
      }

      Caller.Answer answer = alice.get("/events");

      Refusal.of(answer).check("one more", 503, "TooManyStreams");
      assertThat(answer.header("Retry-After")).isPresent();
      String next = create();
      assertThat(readers).allSatisfy(reader -> assertThat(reader.next().isOf(next)).isTrue());
    } finally {
      readers.forEach(EventReader::close);
    }
  }

  @Test
  void aQuietStreamShowsThatItIsAlive() throws Exception {
    try (EventReader reader = new EventReader(alice, "/events")) {
      assertThat(reader.comment()).isEqualTo(": welcome");
      assertThat(reader.comment()).isEqualTo(":");
    }
  }

  @Test
  @Timeout(20)
  void noneKeepsAServerFromClosing() throws Exception {
    AgentServer server = servers.start();
    Caller caller = new Caller(server.api());
    try (EventReader reader = new EventReader(caller, "/events")) {
      assertThat(reader.comment()).isEqualTo(": welcome");

      server.close();

      assertThatThrownBy(() -> caller.get("/events")).isInstanceOf(ConnectException.class);
    }
  }

  private static List<Long> sequences(List<Told> all, String connectionId) {
    return all.stream()
        .filter(told -> told.isOf(connectionId))
        .map(told -> told.data().getInteger("sequence"))
        .toList();
  }

  private String create() throws Exception {
    return alice.post("/connections", "{}").json().getString("connectionId");
  }

  private List<Told> allUntil(String connectionId) throws Exception {
    return until("/events?after=0", connectionId);
  }

  private List<String> ids(String path, String last) throws Exception {
    return until(path, last).stream().map(told -> told.data().getString("connectionId")).toList();
  }

  private List<Told> until(String path, String connectionId) throws Exception {
    try (EventReader reader = new EventReader(alice, path)) {
      return reader.until(told -> told.isOf(connectionId));
    }
  }
}
