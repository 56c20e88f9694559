/** Carries messages between agents in one JVM, as bytes and with faults on demand. */
@NullMarked
package org.entente.transport.inmemory;

import org.jspecify.annotations.NullMarked;
