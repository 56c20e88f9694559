package org.entente.storage;

import java.util.Optional;
import org.entente.storage.QueuedMessage.Queue;

/**
 * Which messages of a queue to list, by sequence, and where to go on. Immutable.
 *
 * @param queue of which queue
 * @param givenUp those that were given up; else those that are not at rest
 * @param connectionId of this connection; empty for all of the wallet
 * @param afterSequence only those behind it; 0 for the beginning
 * @param limit how many at most
 */
public record QueueQuery(
    Queue queue, boolean givenUp, Optional<String> connectionId, long afterSequence, int limit) {}
