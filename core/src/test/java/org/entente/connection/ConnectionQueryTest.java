package org.entente.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.entente.connection.ConnectionQuery.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionQueryTest {
  @Test
  void allAreAskedForAHundredToThePage() {
    ConnectionQuery all = ConnectionQuery.all();

    assertThat(all.state()).isEmpty();
    assertThat(all.role()).isEmpty();
    assertThat(all.thread()).isEmpty();
    assertThat(all.label()).isEmpty();
    assertThat(all.after()).isEmpty();
    assertThat(all.limit()).isEqualTo(100);
  }

  @Test
  void eachConditionKeepsTheOthers() {
    Position position = new Position(Peers.NOW, "id");

    ConnectionQuery query =
        ConnectionQuery.all()
            .limit(7)
            .after(position)
            .label("label")
            .thread("thread")
            .role(Role.INVITEE)
            .state(ConnectionState.CONNECTION_REQUEST_SENT)
            .limit(8);

    assertThat(query.state()).contains(ConnectionState.CONNECTION_REQUEST_SENT);
    assertThat(query.role()).contains(Role.INVITEE);
    assertThat(query.thread()).contains("thread");
    assertThat(query.label()).contains("label");
    assertThat(query.after()).contains(position);
    assertThat(query.limit()).isEqualTo(8);
    assertThat(ConnectionQuery.all().state()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1001, Integer.MAX_VALUE})
  void aPageHoldsOneToAThousand(int limit) {
    assertThatIllegalArgumentException().isThrownBy(() -> ConnectionQuery.all().limit(limit));
    assertThat(ConnectionQuery.all().limit(1).limit()).isEqualTo(1);
    assertThat(ConnectionQuery.all().limit(1000).limit()).isEqualTo(1000);
  }
}
