/** One class for each scenario of the README. */
@NullMarked
package org.entente.examples;

import org.jspecify.annotations.NullMarked;
