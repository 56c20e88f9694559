package org.entente.did;

import java.util.List;

/**
 * One endpoint of a DIDCommMessaging service. Immutable.
 *
 * @param uri where to send: a URL, or the DID of a mediator
 * @param routingKeys key ids of mediators to wrap for, the last one first
 * @param accept profiles such as {@code didcomm/v2}; none given means no preference
 */
public record ServiceEndpoint(String uri, List<String> routingKeys, List<String> accept) {
  /** Copies the lists. */
  public ServiceEndpoint {
    routingKeys = List.copyOf(routingKeys);
    accept = List.copyOf(accept);
  }

  /** Whether DIDComm v2 messages may be sent there. */
  public boolean acceptsDidCommV2() {
    return accept.isEmpty() || accept.contains("didcomm/v2");
  }
}
