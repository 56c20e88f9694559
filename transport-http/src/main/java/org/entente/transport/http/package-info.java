/** Carries messages over HTTP, as the DIDComm v2 HTTPS transport says. */
@NullMarked
package org.entente.transport.http;

import org.jspecify.annotations.NullMarked;
