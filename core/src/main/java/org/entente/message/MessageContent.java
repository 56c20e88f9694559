package org.entente.message;

import org.entente.json.JsonObject;

/**
 * What an application sends over a connection; the agent adds id, addresses and time.
 *
 * <p>Implementations are immutable.
 */
public interface MessageContent {
  /** The message's type. */
  MessageType type();

  /** The message's body. */
  JsonObject body();

  /** Further headers at the message's top level; none by default. */
  default JsonObject headers() {
    return JsonObject.empty();
  }
}
