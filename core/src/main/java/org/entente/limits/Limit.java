package org.entente.limits;

/**
 * What is bounded, in which unit, and by how much unless you say otherwise.
 *
 * <p>Each bound is checked before the work that it limits (threat model §2). Change one with {@link
 * Limits#with}; some are part of what counts as an id or a DID at all, and fixed.
 */
public enum Limit {
  /** One message, as it arrives. */
  MESSAGE_BYTES(1 << 20),
  /** An invitation, in whatever form it is handed over. */
  INVITATION_CHARS(64 << 10),
  /** The protected header of an envelope, decoded. */
  PROTECTED_HEADER_BYTES(32 << 10),
  /** Nesting of JSON objects and arrays. */
  JSON_DEPTH(64),
  /** JSON tokens in one document. */
  JSON_TOKENS(50_000),
  /** A member name. */
  JSON_NAME_CHARS(256),
  /** Characters of a JSON number. */
  JSON_NUMBER_DIGITS(20),
  /** Envelopes inside one another, a re-wrapped forward not counted. */
  ENVELOPE_LAYERS(3),
  /** {@code id}, {@code thid} and {@code pthid}. */
  ID_CHARS(128, true),
  /** A DID of any method. */
  DID_CHARS(8 << 10, true),
  /** Elements of a did:peer numalgo 2, and keys of a numalgo 4. */
  DID_ELEMENTS(16, true),
  /** One key element of a did:peer, and any multibase key. */
  DID_KEY_CHARS(128, true),
  /** Services in one did:peer numalgo 2, and endpoints of one service. */
  DID_SERVICES(4, true),
  /** Keys, services and other names in a DID document that is JSON, each. */
  DID_DOCUMENT_ENTRIES(64, true),
  /** An endpoint URI. */
  ENDPOINT_CHARS(2048, true),
  /** Routing keys of one endpoint. */
  ROUTING_KEYS(8, true),
  /** Recipients of one envelope. */
  RECIPIENTS(20),
  /** Signatures of one envelope. */
  SIGNATURES(4),
  /** Attachments of one message. */
  ATTACHMENTS(32, true),
  /** How often an endpoint may be a DID that has to be resolved in turn. */
  ENDPOINT_DID_HOPS(1),
  /** Until the head of a request must be complete. */
  REQUEST_HEAD_SECONDS(10),
  /** Until a whole request must be complete. */
  REQUEST_SECONDS(30),
  /**
   * Connections that a server holds open; one more takes the place of one that keeps it waiting.
   */
  SERVER_CONNECTIONS(1024),
  /** Of these, from one address; 0 turns it off, as behind a proxy. */
  SERVER_CONNECTIONS_PER_ADDRESS(64),
  /** Until a connection to a peer must stand. */
  CONNECT_SECONDS(5),
  /** Until a peer's answer must be complete, body included. */
  SEND_SECONDS(30),
  /** What is read of a peer's answer. */
  ANSWER_BYTES(64 << 10),
  /** Messages unpacked at a time; 0 stands for twice the number of processors. */
  UNPACK_WORKERS(0),
  /** Messages that may wait for it; more are answered "busy". */
  UNPACK_WAITING(256),
  /** Messages waiting for one peer. */
  OUTBOX_PER_PEER(1000),
  /** Messages waiting for all peers of a wallet. */
  OUTBOX_TOTAL(100_000),
  /** Messages of one peer that wait for the application; more are answered "busy". */
  INBOX_PER_PEER(1000),
  /** Messages of all peers of a wallet that wait for the application. */
  INBOX_TOTAL(100_000),
  /** Requests under way to one destination. */
  IN_FLIGHT_PER_DESTINATION(2),
  /** Until the answer to a repeated request may be sent again. */
  RESEND_SECONDS(5),
  /** How often an answer is sent again in all. */
  RESENDS(20),
  /** Requesters of one invitation who are told why they are refused. */
  REFUSAL_REPORTS(10),
  /** How far a peer's clock may be off. */
  CLOCK_SKEW_SECONDS(60);

  private final int byDefault;
  private final boolean fixed;

  Limit(int byDefault) {
    this(byDefault, false);
  }

  Limit(int byDefault, boolean fixed) {
    this.byDefault = byDefault;
    this.fixed = fixed;
  }

  /** Whether it cannot be changed. */
  public boolean isFixed() {
    return fixed;
  }

  /** The bound unless another is set. */
  public int defaultValue() {
    return byDefault;
  }
}
