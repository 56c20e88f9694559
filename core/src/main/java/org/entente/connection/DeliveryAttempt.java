package org.entente.connection;

import java.time.Instant;
import java.util.Optional;

/**
 * One attempt to deliver a message. Immutable.
 *
 * @param time when its outcome was known
 * @param endpoint where it was sent; empty if the peer's DID could not be resolved
 * @param outcome {@code accepted}, or what went wrong, on one line
 */
public record DeliveryAttempt(Instant time, Optional<String> endpoint, String outcome) {}
