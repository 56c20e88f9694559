package org.entente.storage;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.entente.connection.ConnectionQuery.Position;
import org.entente.connection.InvitationQuery;
import org.entente.connection.Role;

/** The invitations of one wallet in memory. */
final class MemoryInvitations {
  private final Map<String, StoredInvitation> byId = new HashMap<>();
  private final Map<String, StoredInvitation> madeByDid = new HashMap<>();
  private final NavigableMap<Position, StoredInvitation> made =
      new TreeMap<>(Comparator.comparing(Position::createdTime).thenComparing(Position::id));

  void check(StoredInvitation invitation) {
    StoredInvitation stored = byId.get(invitation.id());
    long storedVersion = stored == null ? 0 : stored.version();
    if (storedVersion != invitation.version() - 1) {
      throw new StaleRecordException("invitation");
    }
    StoredInvitation sameDid = madeByDid.get(invitation.inviterDid());
    if (invitation.role() == Role.INVITER
        && sameDid != null
        && !sameDid.id().equals(invitation.id())) {
      throw new StaleRecordException("invitation");
    }
  }

  void write(StoredInvitation invitation) {
    remove(invitation.id());
    byId.put(invitation.id(), invitation);
    if (invitation.role() == Role.INVITER) {
      madeByDid.put(invitation.inviterDid(), invitation);
      made.put(position(invitation), invitation);
    }
  }

  void remove(String id) {
    StoredInvitation stored = byId.remove(id);
    if (stored != null && stored.role() == Role.INVITER) {
      madeByDid.remove(stored.inviterDid());
      made.remove(position(stored));
    }
  }

  Optional<StoredInvitation> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  Optional<StoredInvitation> findByDid(String ourDid) {
    return Optional.ofNullable(madeByDid.get(ourDid));
  }

  List<StoredInvitation> list(InvitationQuery query) {
    NavigableMap<Position, StoredInvitation> behind =
        query.after().map(position -> made.tailMap(position, false)).orElse(made);
    return behind.values().stream()
        .filter(invitation -> query.state().map(s -> s == invitation.state()).orElse(true))
        .limit(query.limit())
        .toList();
  }

  private static Position position(StoredInvitation invitation) {
    return new Position(invitation.createdTime(), invitation.id());
  }
}
