package org.entente.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.entente.transport.Receipt.Kind;
import org.junit.jupiter.api.Test;

class ReceiversTest {
  private static final byte[] PACKED = {1};

  private final Receivers receivers = new Receivers();
  private final List<String> asked = new ArrayList<>();

  @Test
  void theFirstThatKnowsTheKeyAnswersAndNobodyBehindItIsAsked() {
    receivers.add(agent("a", Kind.NOT_FOR_US));
    receivers.add(agent("b", Kind.REFUSED));
    receivers.add(agent("c", Kind.ACCEPTED));

    assertThat(receivers.receive(PACKED).kind()).isEqualTo(Kind.REFUSED);
    assertThat(asked).containsExactly("a", "b");
  }

  @Test
  void nobodyKnowsTheKey() {
    receivers.add(agent("a", Kind.NOT_FOR_US));
    receivers.add(agent("b", Kind.NOT_FOR_US));

    assertThat(receivers.receive(PACKED).kind()).isEqualTo(Kind.NOT_FOR_US);
    assertThat(asked).containsExactly("a", "b");
  }

  @Test
  void withoutAnyReceiverThePeerIsToTryLater() {
    assertThat(receivers.receive(PACKED).kind()).isEqualTo(Kind.BUSY);
  }

  @Test
  void aClosedRegistrationGetsNothingAnyMore() {
    Registration a = receivers.add(agent("a", Kind.ACCEPTED));
    receivers.add(agent("b", Kind.DUPLICATE));

    a.close();
    a.close();

    assertThat(receivers.receive(PACKED).kind()).isEqualTo(Kind.DUPLICATE);
    assertThat(asked).containsExactly("b");
  }

  @Test
  void closingOneOfTwoRegistrationsOfOneReceiverTwiceLeavesTheOther() {
    Receiver receiver = agent("a", Kind.ACCEPTED);
    Registration first = receivers.add(receiver);
    receivers.add(receiver);

    first.close();
    first.close();

    assertThat(receivers.receive(PACKED).kind()).isEqualTo(Kind.ACCEPTED);
  }

  private Receiver agent(String name, Kind kind) {
    return packed -> {
      asked.add(name);
      return Receipt.of(kind);
    };
  }
}
