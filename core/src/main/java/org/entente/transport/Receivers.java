package org.entente.transport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The agents on one transport: asked in order until one knows the recipient key.
 *
 * <p>For implementers of {@link Transport}. Thread-safe.
 */
public final class Receivers implements Receiver {
  private final List<Registered> receivers = new CopyOnWriteArrayList<>();

  /** Adds an agent behind those that are there. */
  public Registration add(Receiver receiver) {
    Registered registered = new Registered(receiver);
    receivers.add(registered);
    return () -> receivers.remove(registered);
  }

  /**
   * The answer of the first that knows the recipient key; {@code BUSY} while there is none at all.
   */
  @Override
  public Receipt receive(byte[] packed) {
    Receipt receipt = Receipt.of(Receipt.Kind.BUSY);
    for (Registered registered : receivers) {
      receipt = registered.receiver.receive(packed);
      if (receipt.kind() != Receipt.Kind.NOT_FOR_US) {
        return receipt;
      }
    }
    return receipt;
  }

  /** Equal to itself alone, as one receiver may be registered twice. */
  private static final class Registered {
    private final Receiver receiver;

    Registered(Receiver receiver) {
      this.receiver = receiver;
    }
  }
}
