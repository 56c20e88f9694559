package org.entente.examples.agentserver;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.concurrent.Semaphore;
import org.entente.Agent;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionState;
import org.entente.connection.Role;
import org.entente.examples.qr.QrCode;
import org.entente.examples.qr.QrReader;
import org.entente.json.JsonObject;

/** Invitations as links and pictures, to be handed over and to be read. */
final class InvitationApi {
  private static final int PIXELS_PER_MODULE = 8;
  private static final int MOST_IMAGE_BYTES = 4 << 20;

  /** A picture may take a second and a hundred megabytes. */
  private static final int MOST_READERS = 2;

  private final Agent agent;
  private final InvitationLinks links;
  private final Semaphore readers = new Semaphore(MOST_READERS);

  InvitationApi(Agent agent, InvitationLinks links) {
    this.agent = agent;
    this.links = links;
  }

  void addTo(RoutesConfig routes, String base) {
    String invitation = base + "/connections/{id}/invitation";
    routes.get(invitation, this::describe);
    routes.get(invitation + ".svg", this::svg);
    routes.get(invitation + ".png", this::png);
    routes.post(base + "/qr-codes", this::read);
  }

  private void describe(Context context) {
    Connection connection = open(context);
    String url = links.longLink(connection.invitation());
    InvitationLinks.ShortLink shortLink = links.shortLink(connection.invitation());
    JsonObject answer =
        JsonObject.builder()
            .put("url", url)
            .put("comfortable", isComfortable(url))
            .put("shortUrl", shortLink.url())
            .put("shortUrlExpires", ConnectionRecords.time(shortLink.expires()))
            .build();
    JsonAnswer.send(context, 200, answer);
  }

  private void svg(Context context) {
    context.contentType("image/svg+xml").result(code(context).toSvg());
  }

  private void png(Context context) {
    context.contentType("image/png").result(code(context).toPng(PIXELS_PER_MODULE));
  }

  private void read(Context context) {
    byte[] image = RequestBody.bytes(context, "image/png", MOST_IMAGE_BYTES);
    if (!readers.tryAcquire()) {
      throw new ApiException(503, "TooManyPictures", "others are being read; try again");
    }
    try {
      String text =
          QrReader.read(image)
              .orElseThrow(
                  () ->
                      new ApiException(
                          422, "QrCodeNotFound", "there is no QR code in it that can be read"));
      JsonAnswer.send(context, 200, JsonObject.builder().put("text", text).build());
    } finally {
      readers.release();
    }
  }

  private QrCode code(Context context) {
    Connection connection = open(context);
    String form = context.queryParam("form");
    if (form != null && !form.equals("full") && !form.equals("short")) {
      throw ApiException.invalid("form must be full or short");
    }
    try {
      return QrCode.of(
          "short".equals(form)
              ? links.shortLink(connection.invitation()).url()
              : links.longLink(connection.invitation()));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("the link is too long for a QR code; ask for form=short");
    }
  }

  private static boolean isComfortable(String url) {
    try {
      return QrCode.of(url).isComfortable();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Connection open(Context context) {
    Connection connection = ConnectionsApi.connection(context, agent);
    if (connection.role() != Role.INVITER
        || connection.state() != ConnectionState.INVITATION_GENERATED) {
      throw new ApiException(
          400,
          "InvalidStateForOperation",
          "only an invitation that nobody has used is handed over");
    }
    return connection;
  }
}
