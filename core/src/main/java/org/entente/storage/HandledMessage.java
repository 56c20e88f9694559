package org.entente.storage;

import java.time.Instant;
import java.util.Optional;

/**
 * What became of a message that was accepted, so that the same one is recognised when it comes
 * again.
 *
 * @param key what the message is recognised by; unique in the wallet
 * @param digest of what it said: the same key with another digest is another message, and refused
 * @param time when it was accepted; records are pruned by it
 * @param answerId the queued message that answers it, to be sent again if the peer asks again
 */
public record HandledMessage(String key, String digest, Instant time, Optional<String> answerId) {}
