/**
 * Envelopes: how messages are protected on their way (DIDComm v2 §Message Formats).
 *
 * <p>{@link org.entente.envelope.Envelopes} packs and unpacks; {@link
 * org.entente.envelope.Protection} says how a message that arrived was protected. Inside, one class
 * stands for each standard: {@code Jwe} and {@code JweHeader} for RFC 7516, {@code ConcatKdf} for
 * NIST SP 800-56A, {@code AesKeyWrap} for RFC 3394, {@code A256CbcHs512} for RFC 7518 §5.2, and
 * {@code KeyWrapping} for ECDH-ES and ECDH-1PU. Names are the RFC's letters: apu, apv, epk, cek,
 * kek, z.
 */
@NullMarked
package org.entente.envelope;

import org.jspecify.annotations.NullMarked;
