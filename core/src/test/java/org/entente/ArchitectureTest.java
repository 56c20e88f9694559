package org.entente;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.Architecture.CORE;
import static org.entente.Architecture.are;
import static org.entente.Architecture.in;
import static org.entente.Architecture.only;
import static org.entente.Architecture.part;
import static org.entente.Architecture.target;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each package stands on a floor and sees only floors below; what few may see, only they see. */
class ArchitectureTest {
  private static final Map<String, Integer> FLOORS =
      Map.ofEntries(
          Map.entry("exception", 0),
          Map.entry("limits", 0),
          Map.entry("json", 1),
          Map.entry("keys", 1),
          Map.entry("transport", 1),
          Map.entry("did", 2),
          Map.entry("message", 3),
          Map.entry("envelope", 4),
          Map.entry("connection", 5),
          Map.entry("storage", 6),
          Map.entry("pipeline", 7),
          Map.entry("", 8));

  @Test
  void everyPackageHasAFloor() {
    Set<String> parts = new TreeSet<>();
    CORE.forEach(type -> parts.add(part(type)));

    assertThat(parts).containsExactlyInAnyOrderElementsOf(FLOORS.keySet());
  }

  @Test
  void noPackageSeesAFloorAboveItsOwn() {
    Set<String> upwards = new TreeSet<>();
    for (JavaClass type : CORE) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass seen = dependency.getTargetClass().getBaseComponentType();
        if (seen.getPackageName().startsWith("org.entente")
            && FLOORS.get(part(seen)) > FLOORS.get(part(type))) {
          upwards.add(type.getName() + " -> " + seen.getName());
        }
      }
    }

    assertThat(upwards).isEmpty();
  }

  @Test
  void noPackagesSeeEachOther() {
    slices().matching("org.entente.(*)..").should().beFreeOfCycles().check(CORE);
  }

  @Test
  void connectionIsPure() {
    noClasses()
        .that(in("connection"))
        .should()
        .dependOnClassesThat(
            in("storage", "keys", "transport", "pipeline", "")
                .or(
                    resideInAnyPackage(
                        "java.security..",
                        "javax.crypto..",
                        "java.net..",
                        "java.util.concurrent..",
                        "org.bouncycastle..",
                        "org.slf4j.."))
                .or(are("did.DidResolver", "did.DidResolvers", "did.DidKeyManager"))
                .or(are("did.CurveArithmetic", "envelope.Envelopes", "envelope.OwnKeys")))
        .check(CORE);
    noClasses()
        .that(in("connection"))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .check(CORE);
  }

  @Test
  void onlyJsonSeesTheJsonLibrary() {
    onlyIn(in("json"), "com.fasterxml.jackson..");
  }

  @Test
  void onlyDidAndKeysSeeBouncyCastle() {
    onlyIn(in("did", "keys"), "org.bouncycastle..");
  }

  @Test
  void onlyEnvelopeAndKeysUseTheJdksCryptography() {
    onlyIn(in("envelope", "keys"), "javax.crypto..");
  }

  @Test
  void theCoreKnowsNoDatabaseAndNoNetwork() {
    onlyIn(
        are(),
        "java.sql..",
        "javax.sql..",
        "java.net.http..",
        "com.sun.net..",
        "java.nio.channels..");
    only(are(), "sockets", Architecture.anyOf("java.net.Socket", "java.net.ServerSocket"))
        .check(CORE);
  }

  @Test
  void onlyThePipelineSends() {
    only(in("pipeline"), "Transport.send", target("org.entente.transport.Transport", "send"))
        .check(CORE);
  }

  @Test
  void onlyThePipelineWritesAndClaims() {
    only(
            in("pipeline"),
            "Storage.commit, Storage.claim",
            target("org.entente.storage.Storage", "commit", "claim"))
        .check(CORE);
    only(
            are("storage.InMemoryStorage"),
            "InMemoryStorage.commit, InMemoryStorage.claim",
            target("org.entente.storage.InMemoryStorage", "commit", "claim"))
        .check(CORE);
  }

  @Test
  void onlyTheAgentAndItsFacesSeeThePipeline() {
    noClasses()
        .that(not(in("pipeline", "")))
        .should()
        .dependOnClassesThat(in("pipeline"))
        .check(CORE);
  }

  @Test
  void logsGoThroughOneInterface() {
    onlyIn(are(), "java.util.logging..", "java.lang.System$Logger", "org.apache..");
    only(are(), "System.out and err", target("java.lang.System", "out", "err")).check(CORE);
    only(are(), "printStackTrace", access -> access.getName().equals("printStackTrace"))
        .check(CORE);
  }

  private static void onlyIn(DescribedPredicate<JavaClass> who, String... packages) {
    noClasses()
        .that(not(who))
        .should()
        .dependOnClassesThat(resideInAnyPackage(packages))
        .check(CORE);
  }
}
