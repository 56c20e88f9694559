package org.entente.connection;

import java.time.Instant;
import java.util.Optional;

/**
 * A problem that the peer reported about a connection. Immutable.
 *
 * @param code such as {@code e.p.req.time}; match it by prefix (DIDComm v2 §Problem Codes)
 * @param comment the same for people; from a peer it is any text at all, of at most 1000 characters
 * @param time when it arrived
 */
public record PeerReport(String code, Optional<String> comment, Instant time) {
  /** Shows the code only: the comment is a text of the peer's choice. */
  @Override
  public String toString() {
    return "PeerReport(" + code + ")";
  }
}
