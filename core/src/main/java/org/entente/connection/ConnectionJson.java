package org.entente.connection;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.entente.did.Did;
import org.entente.did.Profile;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.entente.message.Invitation;

/** A {@link Connection} as it is kept, times in microseconds. */
final class ConnectionJson {
  private ConnectionJson() {}

  static JsonObject write(Connection connection) {
    return JsonObject.builder()
        .put("id", connection.id())
        .put("role", connection.role().toString())
        .put("state", connection.state().toString())
        .put("label", connection.label())
        .put("ourDid", connection.ourDid().value())
        .put("theirDid", connection.theirDid().map(Did::value))
        .put("invitation", connection.invitation().toJson())
        .put("created", micros(connection.createdTime()))
        .put("updated", connection.updatedTime().map(ConnectionJson::micros))
        .put("version", connection.version())
        .put("events", connection.eventCount())
        .put("profile", connection.profile().toString())
        .put("delivery", connection.deliveryId())
        .put("stoppedReason", connection.stopped().map(Stopped::reason))
        .put("stoppedTime", connection.stopped().map(stopped -> micros(stopped.time())))
        .put("ending", connection.ending().map(Ending::toString))
        .put("reportCode", connection.peerReport().map(PeerReport::code))
        .put("reportComment", connection.peerReport().flatMap(PeerReport::comment))
        .put("reportTime", connection.peerReport().map(report -> micros(report.time())))
        .put("fromPrior", connection.fromPrior())
        .put("requestThread", otherThread(connection))
        .build();
  }

  static Connection read(JsonObject json) {
    try {
      return readMembers(json);
    } catch (IllegalArgumentException e) {
      throw InvalidMessageException.malformed(
          "a member of a connection's record is not one of the known names, or not a DID");
    }
  }

  private static Connection readMembers(JsonObject json) {
    Connection.Builder connection =
        Connection.builder(
                json.getString("id"),
                Role.of(json.getString("role")),
                Invitation.of(json.getObject("invitation")),
                new Did(json.getString("ourDid")),
                time(json.getInteger("created")))
            .state(ConnectionState.of(json.getString("state")))
            .label(json.string("label"))
            .version(json.getInteger("version"))
            .eventCount(json.getInteger("events"))
            .profile(Profile.of(json.getString("profile")));
    json.string("theirDid").map(Did::new).ifPresent(connection::theirDid);
    json.integer("updated").map(ConnectionJson::time).ifPresent(connection::updatedTime);
    json.string("delivery").ifPresent(connection::deliveryId);
    json.string("stoppedReason")
        .map(reason -> new Stopped(reason, time(json.getInteger("stoppedTime"))))
        .ifPresent(connection::stopped);
    json.string("ending").map(Ending::of).ifPresent(connection::ending);
    json.string("reportCode")
        .map(
            code ->
                new PeerReport(
                    code, json.string("reportComment"), time(json.getInteger("reportTime"))))
        .ifPresent(connection::peerReport);
    json.string("fromPrior").ifPresent(connection::fromPrior);
    json.string("requestThread").ifPresent(connection::requestThread);
    return connection.build();
  }

  private static Optional<String> otherThread(Connection connection) {
    return Optional.of(connection.requestThread()).filter(id -> !id.equals(connection.thread()));
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static Instant time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
