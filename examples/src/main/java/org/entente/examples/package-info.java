/**
 * Samples to start from: {@link org.entente.examples.TwoAgents} in one JVM, {@link
 * org.entente.examples.Inviter} and {@link org.entente.examples.Invitee} in two.
 */
@NullMarked
package org.entente.examples;

import org.jspecify.annotations.NullMarked;
