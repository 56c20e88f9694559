/**
 * An embedded DIDComm v2 agent: connect two peers and have them talk securely, in your own process.
 *
 * <p>{@link org.entente.Agent} is where to begin. It has two faces: {@link
 * org.entente.Connections}, to invite and to accept, and {@link org.entente.Messages}, to talk.
 * What an agent keeps goes into a {@link org.entente.storage.Storage}, and what it sends through a
 * {@link org.entente.transport.Transport}; both are interfaces, with implementations in modules of
 * their own.
 */
@NullMarked
package org.entente;

import org.jspecify.annotations.NullMarked;
