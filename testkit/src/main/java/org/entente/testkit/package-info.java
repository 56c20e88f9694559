/** Contract tests for implementers of Entente's interfaces, and parts for tests of applications. */
@NullMarked
package org.entente.testkit;

import org.jspecify.annotations.NullMarked;
