package org.entente;

import java.util.List;
import java.util.Optional;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionQuery;

/**
 * Some of the connections, and the query for those that follow. Immutable.
 *
 * @param connections in the order that was asked for
 * @param next empty if these are the last
 */
public record ConnectionPage(List<Connection> connections, Optional<ConnectionQuery> next) {
  /** Copies the list. */
  public ConnectionPage {
    connections = List.copyOf(connections);
  }
}
