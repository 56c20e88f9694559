package org.entente.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.entente.did.DidUrl;
import org.entente.envelope.Wrap.Part;
import org.entente.json.JsonObject;
import org.entente.message.Message;

/** What must be told of a form of envelope, whatever is changed in it. */
final class Telling {
  private final Specimen specimen;
  private final int forward;
  private final Map<String, Unpacked> byId = new HashMap<>();

  /** Checks that the envelopes are valid that are not changed. */
  Telling(Specimen specimen) {
    this.specimen = specimen;
    this.forward = specimen.forward();
    for (int i = 0; i < specimen.exchanges.size(); i++) {
      Exchange exchange = specimen.exchanges.get(i);
      Unpacked unpacked = exchange.to.envelopes().unpack(specimen.valid(i));
      assertThat(unpacked.message().id()).isEqualTo(exchange.id);
      assertThat(unpacked.protection().isForwarded()).isEqualTo(forward > 0);
      byId.put(exchange.id, unpacked);
    }
  }

  /** That what is told is what was written, and of its protection no more than what there was. */
  void assertHonest(Tampered tampered, Specimen.Made made, Unpacked told) {
    boolean isForward = forward > 0 && !told.protection().isForwarded();
    boolean isAnother = tampered.layer() == forward && !isForward;
    Unpacked valid = get(isAnother ? told.message().id() : specimen.exchange().id);
    Protection protection = isForward ? ofTheForward() : valid.protection();
    if (!isAnother) {
      protection = with(protection, algorithms(made, isForward));
    }

    assertThat(told.protection()).as(tampered.toString()).isEqualTo(protection);
    assertThat(said(told.message().toJson()))
        .as(tampered.toString())
        .isEqualTo(
            isAnother
                ? valid.message().toJson()
                : said(Field.json(made.parts().get(isForward ? forward : 0).get(Part.PLAINTEXT))));
    assertThat(told.rotation().isPresent())
        .as(tampered.toString())
        .isEqualTo(told.message().fromPrior().isPresent());
    assertThat(told.rotation().map(Rotation::prior))
        .as(tampered.toString())
        .isIn(valid.rotation().map(Rotation::prior), Optional.empty());
  }

  private Unpacked get(String id) {
    assertThat(byId).containsKey(id);
    return byId.get(id);
  }

  private Protection ofTheForward() {
    DidUrl recipient = DidUrl.parse(specimen.exchange().to.kids().get(0)).orElseThrow();
    return new Protection(Optional.of(recipient), Optional.empty(), List.of(), List.of(), false);
  }

  private List<String> algorithms(Specimen.Made made, boolean isForward) {
    List<String> algorithms = new ArrayList<>();
    int outermost = forward > 0 && !isForward ? forward - 1 : specimen.layers.size() - 1;
    for (int i = outermost; i > (isForward ? forward : 0); i--) {
      String header = made.parts().get(i).get(Part.HEADER);
      if (header != null) {
        algorithms.addAll(specimen.layers.get(i).algorithms(Field.json(header)));
      }
    }
    return algorithms;
  }

  // as a message is written anew: null is absent, and so is an empty to
  private static JsonObject said(JsonObject written) {
    JsonObject.Builder said = JsonObject.builder();
    for (String name : written.names()) {
      boolean isNobody = name.equals("to") && List.of().equals(written.value(name));
      if (written.has(name) && !isNobody) {
        said.put(name, Objects.requireNonNull(written.value(name)));
      }
    }
    if (!written.has("body")) {
      said.put("body", JsonObject.empty());
    }
    return said.put("typ", Message.MEDIA_TYPE).build();
  }

  private static Protection with(Protection protection, List<String> algorithms) {
    return new Protection(
        protection.recipient(),
        protection.sender(),
        protection.signers(),
        algorithms,
        protection.isForwarded());
  }
}
