/**
 * What a connection is and how it comes about: the connections/1.0 protocol as pure decisions.
 *
 * <p>{@link org.entente.connection.ConnectionTransitions} is the whole state table. {@link
 * org.entente.connection.ConnectionProtocol} walks it: what happened goes in, an {@link
 * org.entente.connection.Outcome} comes out, and nothing else happens. No clock, storage, transport
 * or cryptography is known here.
 */
@NullMarked
package org.entente.connection;

import org.jspecify.annotations.NullMarked;
