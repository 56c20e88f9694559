package org.entente.transport.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks a name up, for as long as it takes. The seam for tests; otherwise the JDK's resolver. */
@FunctionalInterface
interface NameResolver {
  InetAddress[] resolve(String host) throws UnknownHostException;
}
