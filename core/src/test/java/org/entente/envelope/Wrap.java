package org.entente.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Set;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;

/**
 * One layer around a message, from a plaintext on, with places where whoever makes it can tamper.
 */
interface Wrap {
  /** What can be tampered with. Before it is protected by its maker, unless it says otherwise. */
  enum Part {
    PLAINTEXT,
    PRIOR_HEADER,
    PRIOR_CLAIMS,
    /** The protected header. */
    HEADER,
    /** The texts, in base64url, that are authenticated as they are spelt. */
    TEXTS,
    /** The protected header, afterwards, by somebody who cannot protect it anew. */
    HEADER_LATER,
    /** The finished layer. */
    FINISHED
  }

  /** Changes what is at a place. */
  interface Tampering {
    Tampering NONE = (part, document) -> document;

    /** The text to use instead. */
    String at(Part part, String document);
  }

  /** Puts the layer around what is inside. */
  String around(String inner, Exchange exchange, Tampering tampering);

  /** What it adds to {@link Protection#algorithms} with this protected header. */
  default List<String> algorithms(JsonObject header) {
    return List.of(header.getString("alg"));
  }

  /** The innermost: the message itself. */
  static Wrap message(boolean hasFromPrior) {
    return (inner, exchange, tampering) -> {
      JsonObject message = Messages.json(exchange);
      if (hasFromPrior) {
        message = Forge.with(message, "from_prior", Messages.fromPrior(exchange, tampering));
      }
      return tampering.at(Part.PLAINTEXT, message.toJson());
    };
  }

  /** A mediator's forward. */
  static Wrap forward() {
    return (inner, exchange, tampering) -> {
      String forward = Messages.forward(exchange).toJson().replace(Messages.PACKED, inner);
      return tampering.at(Part.PLAINTEXT, forward);
    };
  }

  static Wrap signed(SignatureAlgorithm alg) {
    return (inner, exchange, tampering) -> {
      String header =
          JsonObject.builder()
              .put("typ", MediaTypes.SIGNED)
              .put("alg", alg.joseName())
              .build()
              .toJson();
      JsonObject texts =
          JsonObject.builder()
              .put("protected", encode(tampering.at(Part.HEADER, header)))
              .put("payload", encode(inner))
              .build();
      texts = Field.json(tampering.at(Part.TEXTS, texts.toJson()));
      String protectedText = texts.getString("protected");
      String payload = texts.getString("payload");
      byte[] signature = exchange.from.sign((protectedText + '.' + payload).getBytes(US_ASCII));
      JsonObject part =
          JsonObject.builder()
              .put("protected", later(protectedText, tampering))
              .put("signature", Base64Url.encode(signature))
              .put("header", JsonObject.builder().put("kid", exchange.from.signingKid()).build())
              .build();
      JsonObject signed =
          JsonObject.builder().put("payload", payload).put("signatures", List.of(part)).build();
      return tampering.at(Part.FINISHED, signed.toJson());
    };
  }

  static Wrap authcrypt() {
    return new Sealing(KeyWrappingAlgorithm.ECDH_1PU_A256KW, ContentEncryption.A256CBC_HS512);
  }

  static Wrap anoncrypt(ContentEncryption enc) {
    return new Sealing(KeyWrappingAlgorithm.ECDH_ES_A256KW, enc);
  }

  /** The same layer in flattened form. */
  default Wrap flattened(String array) {
    Wrap general = this;
    return new Wrap() {
      @Override
      public String around(String inner, Exchange exchange, Tampering tampering) {
        return general.around(
            inner,
            exchange,
            (part, document) ->
                tampering.at(part, part == Part.FINISHED ? flat(document, array) : document));
      }

      @Override
      public List<String> algorithms(JsonObject header) {
        return general.algorithms(header);
      }
    };
  }

  /** The protected text of a finished layer, with its header changed. */
  static String later(String protectedText, Tampering tampering) {
    String header;
    try {
      header = new String(Base64Url.decode(protectedText), UTF_8);
    } catch (RuntimeException e) {
      return protectedText; // tampered with before
    }
    return encode(tampering.at(Part.HEADER_LATER, header));
  }

  static String encode(String text) {
    return Base64Url.encode(text.getBytes(UTF_8));
  }

  private static String flat(String general, String array) {
    JsonObject json = Field.json(general);
    return JsonObject.builder()
        .putAll(json.without(Set.of(array)))
        .putAll(json.objects(array).get(0))
        .build()
        .toJson();
  }
}
