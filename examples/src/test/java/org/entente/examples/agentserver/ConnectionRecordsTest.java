package org.entente.examples.agentserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.entente.Agent;
import org.entente.connection.Connection;
import org.entente.connection.Connection.Progress;
import org.entente.did.Profile;
import org.entente.json.JsonObject;
import org.entente.transport.inmemory.InMemoryNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections as the PRISM agents show them. */
class ConnectionRecordsTest {
  private static final Instant NOW = Instant.parse("2023-08-23T22:54:38.02004Z");

  @ParameterizedTest
  @CsvSource({"0,5", "1,4", "4,1", "5,1", "1000,1"})
  void retriesCountDownFromFiveAndStayAtOneWhileWeStillTry(int attempts, long retries) {
    assertThat(shown(tried(attempts)).getInteger("metaRetries")).isEqualTo(retries);
  }

  @Test
  void noRetriesAreLeftOnceItIsGivenUp() {
    JsonObject stopped =
        JsonObject.builder()
            .putAll(tried(7).toJson())
            .put("stoppedReason", "late")
            .put("stoppedTime", 0)
            .build();

    assertThat(shown(Connection.of(stopped)).getInteger("metaRetries")).isZero();
  }

  @Test
  void timesHaveMicrosecondsAlways() {
    assertThat(ConnectionRecords.time(NOW)).isEqualTo("2023-08-23T22:54:38.020040Z");
    assertThat(ConnectionRecords.time(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000000Z");
  }

  private static Connection tried(int attempts) {
    try (InMemoryNetwork network = new InMemoryNetwork();
        Agent agent = Agent.builder("Bob").transport(network.join("bob")).build()) {
      Progress progress =
          new Progress(attempts, Optional.of(NOW), Optional.of(NOW), Optional.empty());
      return agent.connections().invite().with(progress);
    }
  }

  private static JsonObject shown(Connection connection) {
    ErrorBodies errors = new ErrorBodies(Profile.CURRENT);
    URI linkBase = URI.create("http://127.0.0.1/invite");
    return new ConnectionRecords(Profile.CURRENT, errors, linkBase).of(connection);
  }
}
