package org.entente.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.entente.envelope.ContentEncryption.Encrypted;
import org.entente.exception.InvalidMessageException;
import org.entente.json.Base64Url;
import org.entente.json.JsonObject;
import org.entente.keys.Secret;

/**
 * An encrypted layer. Its maker encrypts as its protected header says, also if that was tampered
 * with: it is wrong only where a check is needed to see it, and otherwise everything fits.
 */
final class Sealing implements Wrap {
  private final KeyWrappingAlgorithm alg;
  private final ContentEncryption enc;

  Sealing(KeyWrappingAlgorithm alg, ContentEncryption enc) {
    this.alg = alg;
    this.enc = enc;
  }

  @Override
  public String around(String inner, Exchange exchange, Tampering tampering) {
    JweHeader valid = header(exchange);
    String changed = tampering.at(Part.HEADER, valid.toJson().toJson());
    JsonObject texts = JsonObject.builder().put("protected", Wrap.encode(changed)).build();
    String protectedText =
        Field.json(tampering.at(Part.TEXTS, texts.toJson())).getString("protected");
    JweHeader header = followed(valid, changed);
    byte[] cek = exchange.cek(header.enc().cekBytes());
    byte[] iv = exchange.iv(header.enc().ivBytes());
    try {
      Encrypted content =
          header.enc().encrypt(cek, iv, protectedText.getBytes(US_ASCII), inner.getBytes(UTF_8));
      List<Jwe.Recipient> recipients = new ArrayList<>();
      for (String kid : exchange.to.kids()) {
        int number = recipients.size();
        Secret zs = isAuthenticated(header) ? exchange.zs(number) : null;
        byte[] key = KeyWrapping.wrap(header, content, exchange.ze(number), zs, cek);
        recipients.add(new Jwe.Recipient(kid, key));
      }
      String later = Wrap.later(protectedText, tampering);
      JsonObject json = new Jwe(later, header, recipients, iv, content).toJson();
      return tampering.at(Part.FINISHED, json.toJson());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public List<String> algorithms(JsonObject header) {
    return List.of(header.getString("alg"), header.getString("enc"));
  }

  private JweHeader header(Exchange exchange) {
    List<String> kids = exchange.to.kids();
    return alg == KeyWrappingAlgorithm.ECDH_1PU_A256KW
        ? JweHeader.authenticated(enc, exchange.epk, exchange.from.kids().get(0), kids)
        : JweHeader.anonymous(enc, exchange.epk, kids);
  }

  private static JweHeader followed(JweHeader valid, String changed) {
    JsonObject json;
    try {
      json = Field.json(changed);
    } catch (InvalidMessageException e) {
      return valid;
    }
    return new JweHeader(
        Stream.of(KeyWrappingAlgorithm.values())
            .filter(alg -> alg.joseName().equals(json.value("alg")))
            .findFirst()
            .orElse(valid.alg()),
        Stream.of(ContentEncryption.values())
            .filter(enc -> enc.joseName().equals(json.value("enc")))
            .findFirst()
            .orElse(valid.enc()),
        valid.epk(),
        Optional.empty(),
        bytes(json, "apu", valid.apu()),
        bytes(json, "apv", valid.apv()));
  }

  private static byte[] bytes(JsonObject json, String name, byte[] otherwise) {
    try {
      return json.string(name).map(Base64Url::decode).orElse(new byte[0]);
    } catch (InvalidMessageException e) {
      return otherwise;
    }
  }

  private static boolean isAuthenticated(JweHeader header) {
    return header.alg() == KeyWrappingAlgorithm.ECDH_1PU_A256KW;
  }
}
