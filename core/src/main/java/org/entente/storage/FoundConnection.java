package org.entente.storage;

import java.util.Optional;

/**
 * A connection, joined with the progress of the message that its {@code deliveryId} names.
 *
 * @param connection the record
 * @param progress empty if there is no such message in the queue
 */
public record FoundConnection(StoredConnection connection, Optional<DeliveryProgress> progress) {}
