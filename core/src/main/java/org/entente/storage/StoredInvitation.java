package org.entente.storage;

import java.time.Instant;
import java.util.Optional;
import org.entente.connection.InvitationState;
import org.entente.connection.Role;
import org.entente.keys.SealedBytes;

/**
 * An invitation that this wallet has made or accepted. Immutable.
 *
 * <p>Its id is unique in the wallet whatever the role, which is what keeps an invitation from being
 * accepted twice, or by its own maker.
 *
 * @param id the invitation's id
 * @param role {@code INVITER} if we made it
 * @param inviterDid whose invitation it is; unique among those that we made
 * @param connectionId the connection of a single-use invitation
 * @param expiresTime when it can no longer be used
 * @param usesAllowed how many may use it; 0 for any number
 * @param uses how many have
 * @param state what has become of it; of one that we accepted, {@code USED}
 * @param label what our own user called it
 * @param createdTime in whole microseconds; lists are ordered by it, then by id
 * @param version as with {@link StoredConnection}
 * @param body the invitation itself
 */
public record StoredInvitation(
    String id,
    Role role,
    String inviterDid,
    Optional<String> connectionId,
    Optional<Instant> expiresTime,
    int usesAllowed,
    int uses,
    InvitationState state,
    Optional<String> label,
    Instant createdTime,
    long version,
    SealedBytes body) {
  /** The next version, after one more use. */
  public StoredInvitation used() {
    InvitationState next = uses + 1 == usesAllowed ? InvitationState.USED : state;
    return with(uses + 1, next);
  }

  /** The next version, in another state. */
  public StoredInvitation state(InvitationState newState) {
    return with(uses, newState);
  }

  private StoredInvitation with(int newUses, InvitationState newState) {
    return new StoredInvitation(
        id,
        role,
        inviterDid,
        connectionId,
        expiresTime,
        usesAllowed,
        newUses,
        newState,
        label,
        createdTime,
        version + 1,
        body);
  }
}
