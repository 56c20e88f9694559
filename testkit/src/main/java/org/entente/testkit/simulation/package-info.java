/**
 * Agents in one thread, on one virtual clock, in bad times: whatever happens is drawn from a seed,
 * happens again with the same seed, and must leave everything consistent.
 *
 * <p>{@link org.entente.testkit.simulation.Simulation} is where to begin.
 */
@NullMarked
package org.entente.testkit.simulation;

import org.jspecify.annotations.NullMarked;
