package org.entente.envelope;

import java.time.Instant;
import java.util.Optional;
import org.entente.did.Did;

/**
 * A party's proven statement that it goes by another DID from now on, or by none (DIDComm v2 §DID
 * Rotation). Immutable.
 *
 * <p>What it is worth depends on who holds the prior DID: compare {@link #prior} with the DID that
 * you know the peer by, and do nothing if it is another.
 *
 * @param prior the DID that is given up
 * @param next the DID that replaces it, which is the author of the message; empty if the
 *     relationship ends
 * @param time when, by the peer's clock
 */
public record Rotation(Did prior, Optional<Did> next, Instant time) {}
