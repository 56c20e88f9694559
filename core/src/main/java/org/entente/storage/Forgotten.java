package org.entente.storage;

import java.util.Optional;

/**
 * A connection to remove, with everything that is its own: its queued messages in every lane, and
 * what else is named here. Its events and handled messages stay until they are pruned. Immutable.
 *
 * @param connectionId which connection
 * @param version the stored one, or the change is stale
 * @param ourDid whose keys go with it; empty if others need them
 * @param invitationId which invitation goes with it; empty for none
 */
public record Forgotten(
    String connectionId, long version, Optional<String> ourDid, Optional<String> invitationId) {}
