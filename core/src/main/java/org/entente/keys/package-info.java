/**
 * Secrets: how they are held in memory, sealed for storage, and protected by the outside.
 *
 * <p>A store has one {@link org.entente.keys.DataKey}. The core seals with it every private key and
 * every body before a storage sees them; a {@link org.entente.keys.KeyProtector} guards the data
 * key itself.
 */
@NullMarked
package org.entente.keys;

import org.jspecify.annotations.NullMarked;
