/**
 * What an agent keeps, and the SPI for keeping it elsewhere.
 *
 * <p>{@link org.entente.storage.Storage} has one way to write, {@code commit}, and one to take
 * work, {@code claim}; everything else reads. An implementer needs one transaction and no knowledge
 * of any protocol: bodies and private keys arrive sealed.
 */
@NullMarked
package org.entente.storage;

import org.jspecify.annotations.NullMarked;
