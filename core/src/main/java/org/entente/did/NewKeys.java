package org.entente.did;

/**
 * The two key pairs of a new DID, to be stored in the same commit as the DID. Immutable.
 *
 * @param agreement on X25519
 * @param authentication on Ed25519
 */
public record NewKeys(OwnKey agreement, OwnKey authentication) {}
