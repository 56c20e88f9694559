package org.entente.examples.agentserver;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionState;
import org.entente.connection.Role;
import org.entente.did.Did;
import org.entente.did.Profile;
import org.entente.json.JsonObject;
import org.entente.message.Invitation;

/** Connections as the PRISM agents show them. Immutable. */
final class ConnectionRecords {
  /** How many attempts a PRISM agent makes in a state. */
  private static final int MOST_RETRIES = 5;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Profile profile;
  private final ErrorBodies errors;
  private final URI linkBase;

  ConnectionRecords(Profile profile, ErrorBodies errors, URI linkBase) {
    this.profile = profile;
    this.errors = errors;
    this.linkBase = linkBase;
  }

  static String time(Instant time) {
    return TIME.format(time);
  }

  JsonObject of(Connection connection) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("connectionId", connection.id())
            .put("thid", connection.thread())
            .put("label", connection.label().filter(label -> !label.isEmpty()));
    boolean isOld = profile == Profile.PRISM_2023;
    if (!isOld) {
      json.put("goalCode", connection.goalCode()).put("goal", connection.goal());
    }
    json.put("myDid", ourDid(connection).map(Did::value))
        .put("theirDid", connection.theirDid().map(Did::value))
        .put("role", connection.role().toString())
        .put("state", connection.state().toString())
        .put("invitation", invitation(connection.invitation()))
        .put("createdAt", time(connection.createdTime()))
        .put("updatedAt", connection.updatedTime().map(ConnectionRecords::time));
    if (!isOld) {
      json.put("metaRetries", retries(connection))
          .put("metaLastFailure", connection.lastFailure().map(why -> failure(connection, why)));
    }
    return json.put("self", connection.id()).put("kind", "Connection").build();
  }

  /** An inviter has no DID to show before somebody has used its invitation. */
  private static Optional<Did> ourDid(Connection connection) {
    boolean isUnused =
        connection.role() == Role.INVITER
            && (connection.state() == ConnectionState.INVITATION_GENERATED
                || connection.state() == ConnectionState.INVITATION_EXPIRED);
    return isUnused ? Optional.empty() : Optional.of(connection.ourDid());
  }

  private JsonObject invitation(Invitation invitation) {
    return JsonObject.builder()
        .put("id", invitation.id())
        .put("type", Invitation.TYPE.toString())
        .put("from", invitation.from().value())
        .put("invitationUrl", invitation.toUrl(linkBase))
        .build();
  }

  /** We try longer than five times: it stays at one for as long as we do. */
  private static int retries(Connection connection) {
    if (connection.stopped().isPresent()) {
      return 0;
    }
    // each state has its own, and nothing is tried in the last
    return connection.isEstablished()
        ? MOST_RETRIES
        : Math.max(1, MOST_RETRIES - connection.attempts());
  }

  private JsonObject failure(Connection connection, String why) {
    return errors.body(new ApiException(500, "UnexpectedError", why), connection.id());
  }
}
