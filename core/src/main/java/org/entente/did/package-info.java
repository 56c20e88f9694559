/**
 * DIDs, their documents, how they are resolved, and the keys behind our own.
 *
 * <p>{@link org.entente.did.PeerDid} makes and resolves {@code did:peer}; further methods come in
 * through {@link org.entente.did.DidResolver}. Private keys live behind {@link
 * org.entente.did.DidKeyManager} and never leave it.
 */
@NullMarked
package org.entente.did;

import org.jspecify.annotations.NullMarked;
