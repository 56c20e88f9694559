/** Invitations as QR codes: drawn for a terminal or a page, and read out of a picture. */
@NullMarked
package org.entente.examples.qr;

import org.jspecify.annotations.NullMarked;
