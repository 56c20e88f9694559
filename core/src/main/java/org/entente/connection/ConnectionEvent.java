package org.entente.connection;

/** What can happen to a connection: facts, not commands. */
public enum ConnectionEvent {
  /** Inviter: we made an invitation. */
  INVITATION_CREATED("InvitationCreated"),
  /** Invitee: we read an invitation. */
  INVITATION_READ("InvitationRead"),
  /** Invitee: we accepted it, and the request is in the outbox. */
  INVITATION_ACCEPTED("InvitationAccepted"),
  /** Inviter: the invitation's time was over. */
  INVITATION_LAPSED("InvitationLapsed"),
  /** Inviter: we took the invitation back. */
  INVITATION_REVOKED("InvitationRevoked"),
  /** Invitee: the inviter's endpoint took the request. */
  REQUEST_DELIVERED("RequestDelivered"),
  /** Inviter: a request arrived. */
  REQUEST_RECEIVED("RequestReceived"),
  /** Inviter: we accepted it, and the response is in the outbox. */
  REQUEST_ACCEPTED("RequestAccepted"),
  /** Inviter: the invitee's endpoint took the response. */
  RESPONSE_DELIVERED("ResponseDelivered"),
  /** Invitee: the response arrived. */
  RESPONSE_RECEIVED("ResponseReceived"),
  /** Either: we will not connect, and the report is in the outbox. */
  PROBLEM_FOUND("ProblemFound"),
  /** Either: the peer's endpoint took our report. */
  PROBLEM_DELIVERED("ProblemDelivered"),
  /** Either: the peer reported that it will not connect. */
  PROBLEM_RECEIVED("ProblemReceived"),
  /** Either: an established peer reported a problem; the application may want to know. */
  PROBLEM_REPORTED("ProblemReported"),
  /** Either: we ended the connection, and the farewell is in the outbox. */
  CONNECTION_ENDED("ConnectionEnded"),
  /** Either: the peer ended the connection. */
  PEER_LEFT("PeerLeft"),
  /** Either: the peer has proven that it goes by another DID from now on. */
  PEER_MOVED("PeerMoved"),
  /** Inviter: the peer has shown that it knows the DID that we took for it alone. */
  MOVE_CONFIRMED("MoveConfirmed"),
  /**
   * Either: the deadline for our request, response or report passed, or it can never be delivered;
   * or nobody decided about a request in time.
   */
  DELIVERY_GIVEN_UP("DeliveryGivenUp"),
  /** Either: a message of the application could not be delivered, and is listed as given up. */
  MESSAGE_GIVEN_UP("MessageGivenUp"),
  /** Either: the user asked to try again. */
  DELIVERY_RETRIED("DeliveryRetried"),
  /** Either: the connection was deleted here; nothing of it is left but its events. */
  CONNECTION_DELETED("ConnectionDeleted");

  private final String text;

  ConnectionEvent(String text) {
    this.text = text;
  }

  /** Whether it is the one by which a connection becomes established. */
  public boolean establishes() {
    return this == RESPONSE_DELIVERED || this == RESPONSE_RECEIVED;
  }

  /**
   * The event with a name such as {@code RequestReceived}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ConnectionEvent of(String text) {
    for (ConnectionEvent event : values()) {
      if (event.text.equals(text)) {
        return event;
      }
    }
    throw new IllegalArgumentException("no event has this name");
  }

  /** Its name in storage. */
  @Override
  public String toString() {
    return text;
  }
}
