/** What fuzz targets share; {@code docs/fuzzing.md} says how they are run. */
package org.entente.fuzz;
