package org.entente.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import org.entente.envelope.Wrap.Part;
import org.entente.envelope.Wrap.Tampering;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.message.Forward;
import org.entente.message.Message;

/** Plaintexts with every header there is. */
final class Messages {
  /** Stands in a forward for what it carries. */
  static final String PACKED = "\"<packed>\"";

  private Messages() {}

  static JsonObject json(Exchange exchange) {
    String id = exchange.id;
    return JsonObject.builder()
        .put("id", id)
        .put("typ", Message.MEDIA_TYPE)
        .put("type", "https://example.org/chat/1.0/" + id)
        .put("from", exchange.from.did().value())
        .put("to", List.of(exchange.to.did().value()))
        .put("created_time", 1_700_000_000L + id.length())
        .put("expires_time", 1_800_000_000L + id.length())
        .put("body", JsonObject.builder().put("content", "of " + id).build())
        .put("attachments", List.of(attachment(id, "text of " + id)))
        .put("thid", "thread-" + id)
        .put("pthid", "parent-" + id)
        .build();
  }

  static JsonObject forward(Exchange exchange) {
    String id = "forward-" + exchange.id;
    return JsonObject.builder()
        .put("id", id)
        .put("typ", Message.MEDIA_TYPE)
        .put("type", Forward.TYPE.uri())
        .put("to", List.of(exchange.to.did().value()))
        .put("body", JsonObject.builder().put("next", exchange.to.did().value()).build())
        .put("attachments", List.of(attachment(id, "<packed>")))
        .build();
  }

  /** The JWT by which the author leaves its prior DID, signed with a key of that. */
  static String fromPrior(Exchange exchange, Tampering tampering) {
    JsonObject header =
        JsonObject.builder()
            .put("typ", "JWT")
            .put("alg", "EdDSA")
            .put("kid", exchange.prior.signingKid())
            .build();
    JsonObject claims =
        JsonObject.builder()
            .put("iss", exchange.prior.did().value())
            .put("sub", exchange.from.did().value())
            .put("iat", 1_600_000_000L + exchange.id.length())
            .build();
    String input =
        Wrap.encode(tampering.at(Part.PRIOR_HEADER, header.toJson()))
            + '.'
            + Wrap.encode(tampering.at(Part.PRIOR_CLAIMS, claims.toJson()));
    return input + '.' + Base64Url.encode(exchange.prior.sign(input.getBytes(US_ASCII)));
  }

  private static JsonObject attachment(String id, String content) {
    return JsonObject.builder()
        .put("id", "attachment-" + id)
        .put("media_type", "text/plain")
        .put("data", JsonObject.builder().put("json", content).build())
        .build();
  }
}
