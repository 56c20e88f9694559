/** Keeps an agent's records in an H2 database, in a file or in memory. */
@NullMarked
package org.entente.storage.h2;

import org.jspecify.annotations.NullMarked;
