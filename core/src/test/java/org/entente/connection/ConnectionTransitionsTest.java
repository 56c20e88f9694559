package org.entente.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.entente.connection.ConnectionState.CONNECTION_RESPONSE_RECEIVED;
import static org.entente.connection.ConnectionState.CONNECTION_RESPONSE_SENT;
import static org.entente.connection.ConnectionState.INVITATION_EXPIRED;
import static org.entente.connection.ConnectionState.PROBLEM_REPORT_RECEIVED;
import static org.entente.connection.ConnectionState.PROBLEM_REPORT_SENT;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.entente.connection.ConnectionTransitions.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table itself: each state with each event, and its shape. */
class ConnectionTransitionsTest {
  private static final List<Row> ROWS = ConnectionTransitions.ROWS;

  /** The wire protocol's §7.1 and the problem reports; nothing leads on from here. */
  private static final Set<ConnectionState> FINAL =
      EnumSet.of(
          INVITATION_EXPIRED,
          CONNECTION_RESPONSE_SENT,
          CONNECTION_RESPONSE_RECEIVED,
          PROBLEM_REPORT_SENT,
          PROBLEM_REPORT_RECEIVED);

  static Stream<Arguments> everyEventInEveryState() {
    List<ConnectionState> from = new ArrayList<>(List.of(ConnectionState.values()));
    from.add(null);
    return from.stream()
        .flatMap(
            state ->
                Arrays.stream(ConnectionEvent.values()).map(event -> Arguments.of(state, event)));
  }

  @ParameterizedTest
  @MethodSource("everyEventInEveryState")
  void anEventHappensExactlyWhereTheTableHasIt(ConnectionState from, ConnectionEvent event) {
    Optional<Row> expected =
        ROWS.stream().filter(row -> row.from() == from && row.on() == event).findAny();

    assertThat(ConnectionTransitions.has(from, event)).isEqualTo(expected.isPresent());
    if (expected.isPresent()) {
      assertThat(ConnectionTransitions.next(from, event)).isEqualTo(expected.get().to());
    } else {
      assertThatExceptionOfType(IllegalTransitionException.class)
          .isThrownBy(() -> ConnectionTransitions.next(from, event))
          .satisfies(
              e -> {
                assertThat(e.state()).isEqualTo(from);
                assertThat(e.event()).isEqualTo(event);
                assertThat(e).hasMessageContaining(event.toString());
              });
    }
  }

  @ParameterizedTest
  @FieldSource("ROWS")
  void noTwoRowsDisagree(Row row) {
    assertThat(ROWS)
        .filteredOn(other -> other.from() == row.from() && other.on() == row.on())
        .containsExactly(row);
  }

  @ParameterizedTest
  @EnumSource(ConnectionState.class)
  void everyStateIsReachedFromNothing(ConnectionState state) {
    Set<ConnectionState> reached = EnumSet.noneOf(ConnectionState.class);

    boolean grown = true;
    while (grown) {
      grown = false;
      for (Row row : ROWS) {
        if (row.from() == null || reached.contains(row.from())) {
          grown |= reached.add(row.to());
        }
      }
    }

    assertThat(reached).contains(state);
  }

  @ParameterizedTest
  @EnumSource(ConnectionState.class)
  void aStateIsLeftUnlessItIsFinal(ConnectionState state) {
    Stream<Row> waysOut = ROWS.stream().filter(row -> row.from() == state && row.to() != state);

    assertThat(waysOut.findAny().isEmpty()).isEqualTo(FINAL.contains(state));
  }

  @ParameterizedTest
  @EnumSource(
      value = ConnectionEvent.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "CONNECTION_DELETED")
  void everyEventButDeletingHasARow(ConnectionEvent event) {
    assertThat(ROWS).extracting(Row::on).contains(event);
  }

  @Test
  void aConnectionBeginsWithAnInvitationOrWithARequestToOneForSeveral() {
    assertThat(ROWS)
        .filteredOn(row -> row.from() == null)
        .extracting(Row::to)
        .containsExactly(
            ConnectionState.INVITATION_GENERATED,
            ConnectionState.CONNECTION_REQUEST_RECEIVED,
            ConnectionState.INVITATION_RECEIVED);
  }

  @Test
  void whatIsEstablishedIsFinalAndWhatHasFailedIsNeverEstablished() {
    Set<ConnectionState> established = EnumSet.noneOf(ConnectionState.class);
    Set<ConnectionState> failed = EnumSet.noneOf(ConnectionState.class);
    for (ConnectionState state : ConnectionState.values()) {
      if (state.isEstablished()) {
        established.add(state);
      }
      if (state.isFailed()) {
        failed.add(state);
      }
    }

    assertThat(established)
        .containsExactlyInAnyOrder(CONNECTION_RESPONSE_SENT, CONNECTION_RESPONSE_RECEIVED);
    assertThat(FINAL).containsAll(established);
    assertThat(ROWS)
        .filteredOn(row -> failed.contains(row.from()))
        .extracting(Row::to)
        .isSubsetOf(failed);
  }
}
