package org.entente;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.Architecture.CORE;
import static org.entente.Architecture.anyOf;
import static org.entente.Architecture.are;
import static org.entente.Architecture.in;
import static org.entente.Architecture.only;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.io.Serializable;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.entente.exception.EntenteException;
import org.entente.keys.Secret;
import org.junit.jupiter.api.Test;

/** What the core's types are called, what they are, and what they never give away. */
class TypesTest {
  private static final Pattern EMPTY_NAME =
      Pattern.compile("(Default|Abstract).*|.*(Impl|Utils?|Helper|Manager)");

  /** To be extended: one exception for each reason is wanted, and they have it in common. */
  private static final Set<String> OPEN =
      Set.of(
          "org.entente.exception.EntenteException",
          "org.entente.exception.InvalidMessageException",
          "org.entente.storage.StorageException");

  @Test
  void noNameIsEmptyOfMeaning() {
    assertThat(CORE)
        .extracting(JavaClass::getSimpleName)
        .filteredOn(name -> EMPTY_NAME.matcher(name).matches())
        .containsExactlyInAnyOrder("DidKeyManager", "SealedDidKeyManager");
  }

  @Test
  void whatIsPublicIsFinalOrAnInterface() {
    Set<String> open = new TreeSet<>();
    for (JavaClass type : CORE) {
      if (isApi(type) && !isClosed(type)) {
        open.add(type.getName());
      }
    }

    assertThat(open).isSubsetOf(OPEN);
  }

  @Test
  void onlyExceptionsAndEnumsAreSerializable() {
    classes()
        .that(assignableTo(Serializable.class))
        .should()
        .beAssignableTo(
            describe("an enum or exception", t -> t.isEnum() || t.isAssignableTo(Throwable.class)))
        .check(CORE);
  }

  @Test
  void everyExceptionHasOneRoot() {
    classes()
        .that(assignableTo(Throwable.class))
        .should()
        .beAssignableTo(EntenteException.class)
        .check(CORE);
  }

  @Test
  void nothingComesFromDataButData() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.lang.reflect..", "java.lang.invoke..", "java.rmi..")
                .and(not(bootstraps()))
                .or(named("java.io.ObjectInputStream", "java.util.ServiceLoader"))
                .or(named("java.lang.ClassLoader", "java.net.URLClassLoader")))
        .check(CORE);
    only(
            are(),
            "classes and methods by name",
            access ->
                access.getTargetOwner().isEquivalentTo(Class.class)
                    && access.getName().matches("forName|getMethods?|getDeclared.*|newInstance"))
        .check(CORE);
    only(
            are(),
            "processes",
            anyOf("java.lang.Runtime", "java.lang.ProcessBuilder")
                .and(access -> !access.getName().matches("getRuntime|availableProcessors")))
        .check(CORE);
  }

  @Test
  void noPublicMethodGivesAPrivateKeyAway() {
    Set<String> giving = new TreeSet<>();
    for (JavaClass type : CORE) {
      if (!type.getModifiers().contains(JavaModifier.PUBLIC)) {
        continue;
      }
      for (JavaMethod method : type.getMethods()) {
        if (isCallable(method) && mentions(method.getReturnType(), Secret.class)) {
          giving.add(type.getName() + "." + method.getName());
        }
      }
    }

    // KeyPair and its interface are a documented extension point: keys in memory, by intent.
    // agree gives a shared secret, and the protectors the data key, not a key of a DID.
    assertThat(giving)
        .containsExactlyInAnyOrder(
            "org.entente.did.CurveArithmetic$KeyPair.privateKey",
            "org.entente.did.CurveArithmetic.agree",
            "org.entente.did.CurveArithmetic.generate",
            "org.entente.did.DidKeyManager.agree",
            "org.entente.did.SealedDidKeyManager.agree",
            "org.entente.keys.KeyProtector.unprotect",
            "org.entente.keys.Secret.copyOf",
            "org.entente.keys.Secret.takeOver");
  }

  @Test
  void noPublicTypeHandsOutItsOwnSecret() {
    // expose is the one way to the bytes of a secret; who calls it is a short list to read
    Set<String> exposing = new TreeSet<>();
    for (JavaClass type : CORE) {
      type.getMethodCallsFromSelf().stream()
          .filter(call -> call.getTargetOwner().isEquivalentTo(Secret.class))
          .filter(call -> call.getName().equals("expose"))
          .forEach(call -> exposing.add(Architecture.part(type)));
    }

    assertThat(exposing).isSubsetOf("did", "envelope", "keys");
  }

  private static boolean isApi(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC) && !in("pipeline").test(type);
  }

  private static boolean isClosed(JavaClass type) {
    return type.isInterface()
        || type.isEnum()
        || type.isRecord()
        || type.getModifiers().contains(JavaModifier.FINAL);
  }

  private static boolean isCallable(JavaMethod method) {
    return method.getModifiers().contains(JavaModifier.PUBLIC)
        || method.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static boolean mentions(JavaType type, Class<?> wanted) {
    return type.getAllInvolvedRawTypes().stream()
        .anyMatch(
            raw ->
                raw.isEquivalentTo(wanted)
                    || raw.getName().equals("org.entente.did.CurveArithmetic$KeyPair"));
  }

  /** What the compiler puts in for records, lambdas and string concatenation. */
  private static DescribedPredicate<JavaClass> bootstraps() {
    return named(
        "java.lang.invoke.MethodHandles",
        "java.lang.invoke.MethodHandles$Lookup",
        "java.lang.invoke.LambdaMetafactory",
        "java.lang.invoke.StringConcatFactory",
        "java.lang.invoke.MethodHandle",
        "java.lang.invoke.TypeDescriptor");
  }

  private static DescribedPredicate<JavaClass> named(String... names) {
    Set<String> wanted = Set.of(names);
    return describe(String.join(", ", names), type -> wanted.contains(type.getName()));
  }
}
