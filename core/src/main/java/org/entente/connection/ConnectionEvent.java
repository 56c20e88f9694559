package org.entente.connection;

/** What can happen to a connection: facts, not commands. */
public enum ConnectionEvent {
  /** Inviter: we made an invitation. */
  INVITATION_CREATED("InvitationCreated"),
  /** Invitee: we read an invitation. */
  INVITATION_READ("InvitationRead"),
  /** Invitee: we accepted it, and the request is in the outbox. */
  INVITATION_ACCEPTED("InvitationAccepted"),
  /** Either: the invitation's time was over. */
  INVITATION_LAPSED("InvitationLapsed"),
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
  /** Either: the peer has proven that it goes by another DID from now on. */
  PEER_MOVED("PeerMoved"),
  /** Either: the deadline passed, or the message can never be delivered. */
  DELIVERY_GIVEN_UP("DeliveryGivenUp"),
  /** Either: the user asked to try again. */
  DELIVERY_RETRIED("DeliveryRetried");

  private final String text;

  ConnectionEvent(String text) {
    this.text = text;
  }

  /** Its name in storage. */
  @Override
  public String toString() {
    return text;
  }
}
