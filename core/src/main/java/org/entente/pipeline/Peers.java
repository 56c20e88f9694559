package org.entente.pipeline;

import java.time.Instant;
import java.util.Optional;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionProtocol;
import org.entente.connection.ConnectionState;
import org.entente.connection.Ending;
import org.entente.connection.Outcome;
import org.entente.connection.Parties;
import org.entente.did.Did;
import org.entente.did.DidUrl;
import org.entente.did.PeerDid;
import org.entente.did.Profile;
import org.entente.envelope.Protection;
import org.entente.envelope.Rotation;
import org.entente.envelope.Unpacked;
import org.entente.exception.InvalidMessageException;
import org.entente.limits.Limits;

/**
 * Who wrote a message, whether it is the peer of a connection, and what it tells of the connection
 * that its peer writes at all. Thread-safe.
 */
final class Peers {
  private final Records records;
  private final Deadlines deadlines;

  Peers(Records records, Deadlines deadlines) {
    this.records = records;
    this.deadlines = deadlines;
  }

  /** Who wrote a message to whom; the dispatcher has seen to it that there is an author. */
  static Parties parties(Unpacked unpacked) {
    Protection protection = unpacked.protection();
    Did author =
        protection
            .author()
            .orElseThrow(
                () -> InvalidMessageException.refused("e.p.trust", "there is no proven author"));
    Optional<Did> prior = unpacked.rotation().map(Rotation::prior);
    return new Parties(author, recipient(protection), profileShown(protection, author), prior);
  }

  /** The DID of ours that a message was encrypted to. */
  static Did recipient(Protection protection) {
    return protection
        .recipient()
        .map(DidUrl::did)
        .orElseThrow(() -> InvalidMessageException.refused("e.p.trust", "it is not encrypted"));
  }

  /** The connection of the author, who may just have moved. */
  Optional<Connection> connectionWith(Parties parties) {
    return records
        .findConnection(parties.recipient(), parties.author())
        .or(
            () ->
                parties
                    .prior()
                    .flatMap(prior -> records.findConnection(parties.recipient(), prior)));
  }

  /**
   * What to say to the peer of a connection that we ended, who has not heard of it: the farewell
   * again. Empty for everybody else.
   */
  Optional<Decision> farewellAgain(Parties parties, Instant now, Limits limits) {
    Optional<Connection> ended =
        connectionWith(parties).filter(c -> c.ending().equals(Optional.of(Ending.BY_US)));
    if (ended.isEmpty()) {
      return Optional.empty();
    }
    Draft draft = records.draft(now);
    ended
        .flatMap(Connection::deliveryId)
        .flatMap(records::findQueued)
        .filter(farewell -> Resending.isDue(farewell, now, limits))
        .map(farewell -> farewell.resent(now).deadline(deadlines.forResponse(now)))
        .ifPresent(draft::update);
    return Optional.of(Decision.refuse(draft, "the connection has ended"));
  }

  /**
   * The connection of an author who may talk to us.
   *
   * @throws InvalidMessageException if there is none
   */
  Connection talkingTo(Parties parties) {
    return connectionWith(parties)
        .filter(Peers::mayTalk)
        .orElseThrow(
            () ->
                InvalidMessageException.refused(
                    "e.p.trust", "the message is not from an established connection"));
  }

  /** What it tells of a connection that its peer writes; whether that is anything new. */
  boolean hear(Draft draft, Connection connection, Parties parties, Instant now) {
    Outcome heard = ConnectionProtocol.heardFrom(connection, parties, now);
    if (!heard.isChange()) {
      return false;
    }
    draft.outcome(heard, Optional.empty());
    if (!connection.isEstablished()) {
      // they have our response, although the news of its delivery is still on its way
      connection
          .deliveryId()
          .flatMap(records::findQueued)
          .ifPresent(response -> draft.update(response.arrived()));
    }
    return true;
  }

  // The first message can overtake the news that our response has arrived.
  private static boolean mayTalk(Connection connection) {
    return connection.isEstablished()
        || connection.state() == ConnectionState.CONNECTION_RESPONSE_PENDING;
  }

  // The names that the peer itself used are better evidence than how its DID is written.
  private static Profile profileShown(Protection protection, Did author) {
    String fragment = protection.sender().map(DidUrl::fragment).orElse("");
    if (fragment.startsWith("6LS")) {
      return Profile.PRISM_2023;
    }
    return fragment.startsWith("key-") ? Profile.CURRENT : PeerDid.profileOf(author);
  }
}
