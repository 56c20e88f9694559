package org.entente.examples.agentserver;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.entente.limits.Limit;
import org.entente.limits.Limits;
import org.entente.transport.Receipt;
import org.entente.transport.Receiver;

/**
 * Where peers send their messages: all that it takes to host an agent in a server of one's own is
 * to hand the body to its receiver, and the receipt's status back.
 */
final class DidCommEndpoint {
  private static final String TYPE = "application/didcomm-encrypted+json";

  /** Who sends slowly holds a thread for a while; the others are for the rest of us. */
  private final Places places = new Places(32, 16);

  private final Receiver receiver;

  DidCommEndpoint(Receiver receiver) {
    this.receiver = receiver;
  }

  void addTo(RoutesConfig routes, String path) {
    routes.post(path, this::receive);
  }

  private void receive(Context context) {
    String address = context.ip();
    if (!places.take(address)) {
      context.status(503); // a peer comes again
      return;
    }
    try {
      receiveInPlace(context);
    } finally {
      places.giveBack(address);
    }
  }

  private void receiveInPlace(Context context) {
    int most = Limits.defaults().of(Limit.MESSAGE_BYTES);
    byte[] packed;
    try {
      packed = RequestBody.bytes(context, TYPE, most);
    } catch (ApiException e) {
      context.status(e.status()); // a peer is told no more than that
      return;
    }
    Receipt receipt = receiver.receive(packed);
    context.status(receipt.httpStatus());
    receipt.reply().ifPresent(reply -> context.contentType(TYPE).result(reply));
  }
}
