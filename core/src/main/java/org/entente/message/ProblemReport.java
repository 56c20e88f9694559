package org.entente.message;

import java.util.Optional;
import java.util.regex.Pattern;
import org.entente.exception.InvalidMessageException;
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

  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  /**
   * Reads a report.
   *
   * @throws InvalidMessageException if it has no code, or one that is not short and plain: it is
   *     shown to the user as the reason why a connection has ended
   */
  public static ProblemReport read(Message message) {
    String code = message.body().getString("code");
    if (!CODE.matcher(code).matches()) {
      throw InvalidMessageException.malformed(
          "a problem code must be 1 to 128 letters, digits, dots, hyphens and underscores");
    }
    return new ProblemReport(code, message.body().string("comment"));
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
