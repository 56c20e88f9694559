/**
 * Keeps an agent's records in an H2 database, in a file or in memory.
 *
 * <p>{@link org.entente.storage.h2.H2Storage} is the door. Behind it one thread writes and callers
 * read: {@code Writer} gathers what waits into one transaction, {@code Records} and {@code Lanes}
 * put it into tables, {@code Queries} reads it by one index each, and {@code FlushGate} sees to it
 * that nobody acts on what a crash could still undo. {@code Opening} creates, checks and migrates.
 */
@NullMarked
package org.entente.storage.h2;

import org.jspecify.annotations.NullMarked;
