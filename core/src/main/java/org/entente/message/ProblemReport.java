package org.entente.message;

import java.util.Optional;
import org.entente.json.JsonObject;

/**
 * What a peer says went wrong: {@code report-problem/2.0}. Immutable.
 *
 * @param code such as {@code e.p.req.time}; match it by prefix
 * @param comment the same for people; from a peer it is any text at all
 */
public record ProblemReport(String code, Optional<String> comment) implements MessageContent {
  /** The type of a problem report. */
  public static final MessageType TYPE =
      new MessageType("https://didcomm.org/report-problem/2.0/problem-report");

  /**
   * Reads a report.
   *
   * @throws org.entente.exception.InvalidMessageException if it has no code
   */
  public static ProblemReport read(Message message) {
    return new ProblemReport(message.body().getString("code"), message.body().string("comment"));
  }

  @Override
  public MessageType type() {
    return TYPE;
  }

  @Override
  public JsonObject body() {
    return JsonObject.builder().put("code", code).put("comment", comment).build();
  }

  /** Shows neither code nor comment: from a peer they are texts of its choice. */
  @Override
  public String toString() {
    return "ProblemReport";
  }
}
