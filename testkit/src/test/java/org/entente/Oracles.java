package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.ConnectionState;
import org.entente.connection.Role;
import org.entente.did.PeerDid;

/** What must be so after every history, whatever happened in it. */
final class Oracles {
  private Oracles() {}

  /** Nothing waits for a peer, and no connection is half way without a reason. */
  static void assertAllIsDone(World world) {
    for (Party party : world.parties()) {
      assertThat(party.outbox()).as("outbox of %s", party.agent().name()).isZero();
      for (Connection connection : all(party)) {
        assertThat(isDone(connection))
            .as("%s of %s is done or stopped", connection, party.agent().name())
            .isTrue();
      }
    }
  }

  private static boolean isDone(Connection connection) {
    return connection.isEstablished()
        || connection.stopped().isPresent()
        || connection.state().isFailed()
        || connection.state() == ConnectionState.INVITATION_GENERATED;
  }

  /** Both sides name the same two DIDs. */
  static void assertMirrored(Connection inviter, Connection invitee) {
    assertThat(inviter.isEstablished()).isTrue();
    assertThat(invitee.isEstablished()).isTrue();
    assertThat(inviter.theirDid()).contains(invitee.ourDid());
    assertThat(invitee.theirDid()).contains(inviter.ourDid());
  }

  /** No invitation led to more than one connection on either side. */
  static void assertOneConnectionForEachInvitation(World world) {
    for (Party party : world.parties()) {
      Map<String, Connection> byThread = new HashMap<>();
      for (Connection connection : all(party)) {
        assertThat(byThread.put(connection.thread() + connection.role(), connection))
            .as("a second connection for one invitation at %s", party.agent().name())
            .isNull();
      }
    }
  }

  /** The DIDs of every connection have their keys. */
  static void assertKeysAreThere(World world) {
    for (Party party : world.parties()) {
      for (Connection connection : all(party)) {
        assertThat(
                party
                    .storage()
                    .findKey("default", PeerDid.canonical(connection.ourDid()) + "#key-1"))
            .isPresent();
        assertThat(
                party
                    .storage()
                    .findKey("default", PeerDid.canonical(connection.ourDid()) + "#key-2"))
            .isPresent();
      }
    }
  }

  /** Of every connection each event was told once, and in order, as far as it was told. */
  static void assertOnlyForward(Party party) {
    Map<String, Connection> last = new HashMap<>();
    for (Connection change : party.changes()) {
      Connection before = last.put(change.id(), change);
      if (before != null) {
        assertThat(change.eventCount()).isGreaterThan(before.eventCount());
        assertThat(change.version()).isGreaterThanOrEqualTo(before.version());
        assertThat(before.isEstablished()).as("a change after the last one").isFalse();
      }
    }
  }

  static List<Connection> all(Party party) {
    return party.connections().list(ConnectionQuery.all().limit(1000)).connections();
  }

  static List<Connection> all(Party party, Role role) {
    return party.connections().list(ConnectionQuery.all().limit(1000).role(role)).connections();
  }
}
