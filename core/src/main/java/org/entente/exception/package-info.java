/** The root of all exceptions and the one that any stage of receiving may throw. */
@NullMarked
package org.entente.exception;

import org.jspecify.annotations.NullMarked;
