package org.entente.pipeline;

import java.net.URI;
import java.util.List;
import org.entente.envelope.RoutingKey;

/**
 * One way to a peer. Immutable.
 *
 * @param endpoint where to send: the peer's, or that of the first mediator
 * @param routingKeys the mediators, in the order in which a message passes them
 */
public record Route(URI endpoint, List<RoutingKey> routingKeys) {
  /** Copies the list. */
  public Route {
    routingKeys = List.copyOf(routingKeys);
  }

  /** Whether the peer itself answers there. */
  public boolean isDirect() {
    return routingKeys.isEmpty();
  }
}
