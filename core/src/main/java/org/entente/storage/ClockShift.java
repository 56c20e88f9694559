package org.entente.storage;

import java.time.Duration;

/**
 * The wall clock was set: what waits moves along, so that it waits as long as it was to. It touches
 * outgoing and incoming messages that are not at rest; timers stay, for they are times of the wall.
 * Immutable.
 *
 * @param due by how much due times move
 * @param deadlines by how much deadlines and leases move
 */
public record ClockShift(Duration due, Duration deadlines) {}
