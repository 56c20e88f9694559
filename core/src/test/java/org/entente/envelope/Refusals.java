package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.entente.exception.InvalidMessageException;
import org.entente.exception.InvalidMessageException.Kind;

/** How an envelope is refused. */
final class Refusals {
  private Refusals() {}

  /** Unpacks what must be refused; anything else that is thrown fails the test. */
  static InvalidMessageException refusal(Peer recipient, byte[] packed) {
    return refusal(recipient.envelopes(), packed);
  }

  /** Unpacks what must be refused; anything else that is thrown fails the test. */
  static InvalidMessageException refusal(Envelopes recipient, byte[] packed) {
    Throwable thrown = catchThrowable(() -> recipient.unpack(packed));
    assertThat(thrown).isExactlyInstanceOf(InvalidMessageException.class).hasNoCause();
    return (InvalidMessageException) thrown;
  }

  /** That it is refused as all that cannot be decrypted is. */
  static void assertUndecryptable(Peer recipient, byte[] packed) {
    InvalidMessageException refusal = refusal(recipient, packed);
    InvalidMessageException expected = InvalidMessageException.undecryptable();
    assertThat(refusal.kind()).isEqualTo(expected.kind());
    assertThat(refusal.code()).isEqualTo(expected.code());
    assertThat(refusal.getMessage()).isEqualTo(expected.getMessage());
  }

  /** That it is refused before a key is touched. */
  static InvalidMessageException assertMalformed(Peer recipient, byte[] packed) {
    recipient.askedFor.clear();
    InvalidMessageException refusal = refusal(recipient, packed);
    assertThat(refusal.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(recipient.askedFor).isEmpty();
    return refusal;
  }

  /** That it is refused for what it says about its parties. */
  static void assertUntrusted(Peer recipient, byte[] packed) {
    InvalidMessageException refusal = refusal(recipient, packed);
    assertThat(refusal.kind()).isEqualTo(Kind.REFUSED);
    assertThat(refusal.code()).isEqualTo("e.p.trust");
  }
}
