package org.entente.storage;

import java.time.Instant;
import org.entente.connection.ConnectionState;

/**
 * One step of one connection: a row of the state table that was walked. Immutable.
 *
 * @param cursor the storage's order, increasing within the wallet; 0 in an event to be added
 * @param connectionId whose step it is
 * @param sequence counts the connection's events, from 1
 * @param event what happened
 * @param state where the connection stood afterwards
 * @param time when
 */
public record StoredEvent(
    long cursor,
    String connectionId,
    long sequence,
    String event,
    ConnectionState state,
    Instant time) {}
