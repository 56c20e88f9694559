package org.entente.storage;

import java.time.Instant;

/**
 * What a storage may forget. At most a thousand of each kind in one commit. Immutable.
 *
 * @param before handled messages of an earlier time, and messages at rest that were created earlier
 *     and not given up
 * @param eventsBefore events of an earlier time
 */
public record Pruning(Instant before, Instant eventsBefore) {}
