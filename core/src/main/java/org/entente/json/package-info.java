/** Strict JSON in and out; the only package that sees the JSON library. */
@NullMarked
package org.entente.json;

import org.jspecify.annotations.NullMarked;
