/**
 * DIDs, their documents, how they are resolved, and the keys behind our own.
 *
 * <p>{@link org.entente.did.PeerDid} makes and resolves {@code did:peer} of numalgo 0, 2, 3 and 4,
 * {@link org.entente.did.DidKey} and {@link org.entente.did.DidJwk} single keys; {@link
 * org.entente.did.OfflineResolver} is all of them at once. Further methods come in through {@link
 * org.entente.did.DidResolver}, which makes a {@link org.entente.did.DidDocument} of what it finds.
 * Private keys live behind {@link org.entente.did.DidKeyManager} and never leave it.
 */
@NullMarked
package org.entente.did;

import org.jspecify.annotations.NullMarked;
