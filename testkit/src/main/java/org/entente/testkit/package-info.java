/**
 * Contract tests for implementers of Entente's interfaces, and parts for tests of applications; a
 * whole simulation for these is in {@link org.entente.testkit.simulation}.
 */
@NullMarked
package org.entente.testkit;

import org.jspecify.annotations.NullMarked;
