package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionNotFoundException;
import org.entente.connection.DeliveryAttempt;
import org.entente.message.Message;
import org.entente.message.ProblemReport;
import org.entente.message.ThreadId;
import org.entente.transport.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
  private final World world = new World();
  private final Party alice = world.party("alice");
  private final Party bob = world.party("bob");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whyARequestDoesNotArriveIsSaid() {
    bob.tap().line(Tap.answering(Answer.tryLater("connection refused")));
    World.Pair pair = world.accept(alice, bob);
    world.pass(Duration.ofSeconds(2));

    Diagnosis diagnosis = bob.connections().diagnose(pair.invitee().id());

    assertThat(diagnosis.summary()).contains("has not reached").contains("connection refused");
    assertThat(diagnosis.attempts())
        .isNotEmpty()
        .allSatisfy(
            attempt -> {
              assertThat(attempt.endpoint()).contains("memory://alice");
              assertThat(attempt.outcome()).isEqualTo("connection refused");
            });
    assertThat(diagnosis.connection().nextAttempt()).isPresent();
    assertThat(diagnosis.toString())
        .contains("ConnectionRequestPending")
        .contains("to memory://alice: connection refused")
        .contains("deadline: ");
  }

  @Test
  void theLastFiveAttemptsAreKeptAlsoAcrossADeath() {
    bob.tap().line(Tap.answering(Answer.ofHttpStatus(502)));
    World.Pair pair = world.accept(alice, bob);
    world.pass(Duration.ofHours(3));
    List<DeliveryAttempt> before = bob.connections().diagnose(pair.invitee().id()).attempts();
    bob.die();
    bob.reopen();

    List<DeliveryAttempt> attempts = bob.connections().diagnose(pair.invitee().id()).attempts();

    assertThat(attempts)
        .isEqualTo(before)
        .hasSize(5)
        .isSortedAccordingTo(java.util.Comparator.comparing(DeliveryAttempt::time));
  }

  @Test
  void aRequestThatWasTakenAndNotAnsweredIsTold() {
    alice.tap().line(Tap.answering(Answer.tryLater("down")));
    World.Pair pair = world.connect(alice, bob);

    Diagnosis diagnosis = bob.connections().diagnose(pair.invitee().id());

    assertThat(diagnosis.summary()).contains("has taken the request");
    assertThat(diagnosis.attempts())
        .last()
        .satisfies(a -> assertThat(a.outcome()).isEqualTo("accepted"));
  }

  @Test
  void whatThePeerSaidIsShownOnOneLine() {
    TestPeer mallory = new TestPeer(world.random(), "memory://mallory");
    Connection connection = alice.connections().invite();
    alice.receive(mallory.auth(mallory.request("r1", connection.invitation())));
    Message report =
        mallory
            .message("p1", ProblemReport.TYPE, connection.invitation().from())
            .parentThread(new ThreadId(connection.id()))
            .body(
                new ProblemReport("e.p.me", java.util.Optional.of("no\nwarning: forged\u202E"))
                    .body())
            .build();
    alice.receive(mallory.auth(report));

    String text = alice.connections().diagnose(connection.id()).toString();

    assertThat(text).contains("the peer said").contains("e.p.me, no warning: forged ");
    assertThat(text.lines()).noneMatch(line -> line.startsWith("warning: forged"));
    assertThat(text).doesNotContain("\u202E");
  }

  @Test
  void anEndpointThatNobodyElseReachesIsWarnedOf() {
    Connection connection = alice.connections().invite();

    assertThat(alice.connections().diagnose(connection.id()).warnings())
        .anyMatch(warning -> warning.contains("memory://alice") && warning.contains("JVM"));
  }

  @Test
  void anEndpointThatHasChangedIsWarnedOf() {
    World.Pair pair = world.connect(alice, bob);
    bob.tap().endpoint(URI.create("memory://elsewhere"));

    assertThat(bob.connections().diagnose(pair.invitee().id()).warnings())
        .anyMatch(
            warning -> warning.contains("memory://bob") && warning.contains("memory://elsewhere"));
  }

  @Test
  void anEstablishedConnectionIsFine() {
    World.Pair pair = world.connect(alice, bob);

    Diagnosis diagnosis = alice.connections().diagnose(pair.inviter().id());

    assertThat(diagnosis.summary()).isEqualTo("it is established");
    assertThat(diagnosis.waiting()).isZero();
    assertThat(diagnosis.givenUp()).isZero();
    assertThatThrownBy(() -> alice.connections().diagnose("unknown"))
        .isInstanceOf(ConnectionNotFoundException.class);
  }
}
