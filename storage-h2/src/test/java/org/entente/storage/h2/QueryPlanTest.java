package org.entente.storage.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.ConnectionState;
import org.entente.connection.InvitationQuery;
import org.entente.connection.InvitationState;
import org.entente.connection.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every read is a range of an index, in the index's own order. */
final class QueryPlanTest {
  private Session session;

  @BeforeEach
  void openDatabase() throws Exception {
    session = Database.inMemory().connect();
    Migrations.CURRENT.run(session, 0);
  }

  @AfterEach
  void closeDatabase() {
    session.close();
  }

  static List<String> reads() {
    return List.of(
        Queries.CONNECTION_BY_ID,
        Queries.CONNECTION_BY_DIDS,
        Queries.INVITATION_BY_ID,
        Queries.INVITATION_BY_DID,
        Queries.KEY_BY_KID,
        Queries.HANDLED_BY_KEY,
        Queries.MESSAGE_BY_ID,
        Queries.MESSAGES_READY,
        Queries.NEXT_READY_TIME,
        Queries.PENDING_IN_LANE,
        Queries.PENDING_IN_QUEUE,
        Queries.EVENTS,
        Queries.MESSAGES_PENDING,
        Queries.MESSAGES_PENDING_IN_LANE,
        Queries.MESSAGES_GIVEN_UP,
        Queries.MESSAGES_GIVEN_UP_IN_LANE,
        Queries.POSITION,
        Queries.listing(InvitationQuery.all()),
        Queries.listing(InvitationQuery.all().state(InvitationState.OPEN)),
        Lanes.SHIFT,
        Records.FORGET_MESSAGES,
        Records.FORGET_KIDS,
        Records.FORGET_KEYS,
        Records.PRUNE_HANDLED,
        Records.PRUNE_EVENTS,
        Records.PRUNE_MESSAGES);
  }

  static Stream<String> listings() {
    return IntStream.range(0, 32)
        .mapToObj(
            filters -> {
              ConnectionQuery query = ConnectionQuery.all();
              query = (filters & 1) == 0 ? query : query.thread("t");
              query = (filters & 2) == 0 ? query : query.label("l");
              query = (filters & 4) == 0 ? query : query.role(Role.INVITEE);
              query = (filters & 8) == 0 ? query : query.state(ConnectionState.INVITATION_EXPIRED);
              query = (filters & 16) == 0 ? query : query.newestFirst();
              return Queries.listing(query);
            });
  }

  @ParameterizedTest
  @MethodSource({"reads", "listings"})
  void noTableIsScanned(String sql) throws Exception {
    assertThat(plan(sql)).doesNotContain("tableScan").containsPattern("/\\* PUBLIC\\.\\w+: ");
  }

  @ParameterizedTest
  @MethodSource("listings")
  void aPageIsReadInTheOrderOfItsIndex(String sql) throws Exception {
    assertThat(plan(sql)).contains("index sorted");
  }

  @Test
  void workIsReadInTheOrderOfItsIndex() throws Exception {
    for (String sql :
        List.of(
            Queries.MESSAGES_READY,
            Queries.NEXT_READY_TIME,
            Queries.PENDING_IN_LANE,
            Queries.PENDING_IN_QUEUE,
            Queries.EVENTS)) {
      assertThat(plan(sql)).contains("index sorted");
    }
  }

  @Test
  void theRangeOfReadyMessagesLeavesOutThoseThatAreNot() throws Exception {
    assertThat(plan(Queries.MESSAGES_READY))
        .containsPattern("QUEUED_MESSAGE_READY: .*READY_TIME >= -9223372036854775807");
  }

  private String plan(String sql) throws Exception {
    Command explain = session.command("EXPLAIN " + sql);
    for (long parameters = sql.chars().filter(c -> c == '?').count();
        parameters > 0;
        parameters--) {
      explain.text("0");
    }
    return explain.first(Row::text).orElseThrow().replaceAll("\\s+", " ");
  }
}
