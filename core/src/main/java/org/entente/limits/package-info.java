/** Every bound that Entente puts on what others send, in one value. */
@NullMarked
package org.entente.limits;

import org.jspecify.annotations.NullMarked;
