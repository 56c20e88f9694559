package org.entente.storage;

import java.time.Instant;
import java.util.Optional;
import org.entente.connection.ConnectionState;
import org.entente.connection.Role;
import org.entente.keys.SealedBytes;

/**
 * A connection as a storage keeps it: what it is found by, and the sealed rest. Immutable.
 *
 * @param id unique in the wallet
 * @param thread the invitation's id
 * @param role which side we are on
 * @param state where it stands
 * @param label to list by
 * @param ourDid to find it by, together with {@code theirDid}; at most one connection has both
 * @param theirDid known once a request exists
 * @param deliveryId the queued message whose progress is shown with the connection
 * @param createdTime in whole microseconds; lists are ordered by it, then by id
 * @param version 1 for a new record, and one more with each change; a commit is refused unless the
 *     version before is the stored one
 * @param body everything else
 */
public record StoredConnection(
    String id,
    String thread,
    Role role,
    ConnectionState state,
    Optional<String> label,
    String ourDid,
    Optional<String> theirDid,
    Optional<String> deliveryId,
    Instant createdTime,
    long version,
    SealedBytes body) {}
