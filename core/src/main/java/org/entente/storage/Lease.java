package org.entente.storage;

import java.time.Instant;

/**
 * The right to deliver a message, for a time.
 *
 * @param owner who has it: one agent in one process
 * @param until when anyone may take it over
 */
public record Lease(String owner, Instant until) {}
