/** What a connection costs, beside what it cannot avoid. */
@NullMarked
package org.entente.benchmarks;

import org.jspecify.annotations.NullMarked;
