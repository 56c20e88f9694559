package org.entente.connection;

/**
 * How far a connection has come, by the names of the PRISM and Identus agents.
 *
 * <p>{@code …Pending} means that a message of ours is in the outbox. How often it was tried is no
 * state; see {@link Connection#attempts}.
 */
public enum ConnectionState {
  /** Inviter: the invitation is made. Ends when a request arrives or its time is over. */
  INVITATION_GENERATED("InvitationGenerated"),
  /** Invitee: the invitation is read. Ends in the same commit, when it is accepted. */
  INVITATION_RECEIVED("InvitationReceived"),
  /** Either: the invitation's time was over before a request came. Final. */
  INVITATION_EXPIRED("InvitationExpired"),
  /** Invitee: the request is in the outbox. Ends when the inviter's endpoint takes it. */
  CONNECTION_REQUEST_PENDING("ConnectionRequestPending"),
  /** Invitee: the inviter's endpoint has taken the request. Ends when the response arrives. */
  CONNECTION_REQUEST_SENT("ConnectionRequestSent"),
  /** Inviter: a request has arrived. Ends in the same commit, when it is accepted. */
  CONNECTION_REQUEST_RECEIVED("ConnectionRequestReceived"),
  /** Inviter: the response is in the outbox. Ends when the invitee's endpoint takes it. */
  CONNECTION_RESPONSE_PENDING("ConnectionResponsePending"),
  /** Inviter: the invitee's endpoint has taken the response. Established, final. */
  CONNECTION_RESPONSE_SENT("ConnectionResponseSent"),
  /** Invitee: the response has arrived. Established, final. */
  CONNECTION_RESPONSE_RECEIVED("ConnectionResponseReceived"),
  /** Either: our problem report is in the outbox. */
  PROBLEM_REPORT_PENDING("ProblemReportPending"),
  /** Either: the peer's endpoint has taken our problem report. Final. */
  PROBLEM_REPORT_SENT("ProblemReportSent"),
  /** Either: the peer reported that it will not connect. Final. */
  PROBLEM_REPORT_RECEIVED("ProblemReportReceived");

  private final String text;

  ConnectionState(String text) {
    this.text = text;
  }

  /**
   * The state with a name such as {@code ConnectionRequestSent}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ConnectionState of(String text) {
    for (ConnectionState state : values()) {
      if (state.text.equals(text)) {
        return state;
      }
    }
    throw new IllegalArgumentException("no connection state has this name");
  }

  /** Whether messages can be exchanged. */
  public boolean isEstablished() {
    return this == CONNECTION_RESPONSE_SENT || this == CONNECTION_RESPONSE_RECEIVED;
  }

  /** Whether the connection will never be established any more. */
  public boolean isFailed() {
    return this == INVITATION_EXPIRED
        || this == PROBLEM_REPORT_PENDING
        || this == PROBLEM_REPORT_SENT
        || this == PROBLEM_REPORT_RECEIVED;
  }

  /** Its name in storage and on the PRISM agents' API. */
  @Override
  public String toString() {
    return text;
  }
}
