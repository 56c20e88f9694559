package org.entente;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionState;
import org.entente.connection.DeliveryAttempt;
import org.entente.did.DidResolutionException;
import org.entente.did.ServiceEndpoint;
import org.entente.pipeline.Pipeline;
import org.entente.pipeline.Records;
import org.entente.storage.QueueQuery;
import org.entente.storage.QueuedMessage;
import org.entente.storage.QueuedMessage.Queue;

/**
 * Why a connection is where it is, at one moment. Immutable. {@link #toString} says all of it, for
 * an operator; what the peer said is in it, with control characters taken out.
 *
 * @param connection as it stands, with its next attempt and its deadline
 * @param summary what is going on, or why nothing is, in one sentence
 * @param attempts the last attempts to deliver its request, response or report, oldest first
 * @param waiting messages of the application that wait for the peer; counted up to 1000
 * @param givenUp messages of the application that were given up; counted up to 1000
 * @param warnings what may keep peers from reaching us
 */
public record Diagnosis(
    Connection connection,
    String summary,
    List<DeliveryAttempt> attempts,
    int waiting,
    int givenUp,
    List<String> warnings) {
  private static final int MOST = 1000;

  /** Copies the lists. */
  public Diagnosis {
    attempts = List.copyOf(attempts);
    warnings = List.copyOf(warnings);
  }

  static Diagnosis of(Connection connection, Pipeline pipeline) {
    Records records = pipeline.records();
    List<DeliveryAttempt> attempts =
        connection
            .deliveryId()
            .flatMap(records::findQueued)
            .map(records::history)
            .orElse(List.of());
    return new Diagnosis(
        connection,
        summary(connection),
        attempts,
        count(connection, false, records),
        count(connection, true, records),
        warnings(connection, pipeline));
  }

  private static int count(Connection connection, boolean givenUp, Records records) {
    QueueQuery query = new QueueQuery(Queue.OUTBOX, givenUp, Optional.of(connection.id()), 0, MOST);
    return (int)
        records.listQueued(query).stream()
            .map(QueuedMessage::id)
            .filter(id -> !connection.deliveryId().equals(Optional.of(id)))
            .count();
  }

  private static String summary(Connection connection) {
    if (connection.isEstablished()) {
      return "it is established";
    }
    if (connection.stopped().isPresent()) {
      return "it goes no further: " + connection.stopped().get().reason();
    }
    return waitsFor(connection.state())
        + connection.lastFailure().map(failure -> "; the last attempt: " + failure).orElse("")
        + connection.nextAttempt().map(time -> "; the next attempt is due at " + time).orElse("");
  }

  private static String waitsFor(ConnectionState state) {
    return switch (state) {
      case INVITATION_GENERATED -> "it waits for somebody to use the invitation";
      case CONNECTION_REQUEST_PENDING -> "the request has not reached the inviter's endpoint";
      case CONNECTION_REQUEST_SENT ->
          "the inviter's endpoint has taken the request, and has not"
              + " answered; the request is repeated";
      case CONNECTION_REQUEST_RECEIVED -> "the request waits for a decision of ours";
      case CONNECTION_RESPONSE_PENDING -> "the response has not reached the invitee's endpoint";
      case PROBLEM_REPORT_PENDING -> "the report has not reached the peer's endpoint";
      default -> "it is in " + state;
    };
  }

  private static List<String> warnings(Connection connection, Pipeline pipeline) {
    List<String> warnings = new ArrayList<>();
    pipeline.parts().transport().reachWarning().ifPresent(warnings::add);
    String present = pipeline.parts().transport().endpoint().toString();
    List<String> advertised = advertised(connection, pipeline);
    if (!advertised.isEmpty() && !advertised.contains(present)) {
      warnings.add(
          "the peer was told to send to " + advertised.get(0) + ", and we listen at " + present);
    }
    return warnings;
  }

  private static List<String> advertised(Connection connection, Pipeline pipeline) {
    try {
      return pipeline.parts().resolvers().resolve(connection.ourDid()).services().stream()
          .flatMap(service -> service.endpoints().stream())
          .map(ServiceEndpoint::uri)
          .toList();
    } catch (DidResolutionException e) {
      return List.of();
    }
  }

  private static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    lines.add(connection + ": " + summary);
    for (DeliveryAttempt attempt : attempts) {
      String where = attempt.endpoint().map(endpoint -> " to " + endpoint).orElse("");
      lines.add("attempt at " + attempt.time() + where + ": " + attempt.outcome());
    }
    connection.deadline().ifPresent(time -> lines.add("deadline: " + time));
    connection
        .peerReport()
        .ifPresent(
            report ->
                lines.add(
                    "the peer said at "
                        + report.time()
                        + ": "
                        + report.code()
                        + report.comment().map(comment -> ", " + comment).orElse("")));
    lines.add("messages waiting: " + waiting + ", given up: " + givenUp);
    warnings.forEach(warning -> lines.add("warning: " + warning));
    return String.join("\n", lines.stream().map(Diagnosis::printable).toList());
  }

  // Neither a line of its own nor a change of direction is to come out of a peer's text.
  private static String printable(String text) {
    return text.codePoints()
        .map(c -> isPlain(c) ? c : ' ')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
