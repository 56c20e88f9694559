package org.entente.did;

import java.util.List;

/**
 * A service in a DID document. Immutable.
 *
 * @param id its fragment or URL, as the document has it
 * @param type such as {@code DIDCommMessaging}
 * @param endpoints in the document's order
 */
public record DidService(String id, String type, List<ServiceEndpoint> endpoints) {
  /** The type that DIDComm v2 uses. */
  public static final String DIDCOMM_MESSAGING = "DIDCommMessaging";

  /** Copies the list. */
  public DidService {
    endpoints = List.copyOf(endpoints);
  }

  /** Whether it is one for DIDComm v2. */
  public boolean isDidComm() {
    return type.equals(DIDCOMM_MESSAGING);
  }
}
