package org.entente;

import java.time.Instant;
import org.entente.connection.ConnectionEvent;
import org.entente.connection.ConnectionState;

/**
 * One step of one connection. Immutable.
 *
 * @param cursor its place among all events of the wallet, increasing; not every number is used
 * @param connectionId whose step it is; look at the connection as it is now with {@link
 *     Connections#find}
 * @param sequence counts the connection's events from 1, without gaps
 * @param event what happened
 * @param state where the connection stood afterwards
 * @param time when
 */
public record ConnectionChange(
    long cursor,
    String connectionId,
    long sequence,
    ConnectionEvent event,
    ConnectionState state,
    Instant time) {}
