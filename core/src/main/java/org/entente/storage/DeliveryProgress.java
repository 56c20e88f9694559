package org.entente.storage;

import java.time.Instant;
import java.util.Optional;

/**
 * How far the delivery of a queued message has come. Immutable.
 *
 * @param attempts made so far
 * @param due when the next is made; empty if none is planned
 * @param deadline when we give up; empty for never
 * @param lastFailure why the last attempt failed, for an operator; empty if it did not
 */
public record DeliveryProgress(
    int attempts,
    Optional<Instant> due,
    Optional<Instant> deadline,
    Optional<String> lastFailure) {}
