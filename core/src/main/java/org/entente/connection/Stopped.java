package org.entente.connection;

import java.time.Instant;

/**
 * Why nothing more is being done for a connection. Immutable.
 *
 * @param reason for people, on one line
 * @param time since when
 */
public record Stopped(String reason, Instant time) {}
