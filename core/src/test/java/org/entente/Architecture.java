package org.entente;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Arrays;
import java.util.function.Predicate;

/** The core's compiled classes, and what the rules about them have in common. */
final class Architecture {
  static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.entente");

  private Architecture() {}

  /** The package under {@code org.entente}, and empty for that one itself. */
  static String part(JavaClass type) {
    String name = type.getPackageName();
    return name.equals("org.entente") ? "" : name.substring("org.entente.".length());
  }

  static DescribedPredicate<JavaClass> in(String... parts) {
    return describe(
        "are in " + String.join(", ", parts),
        type ->
            type.getPackageName().startsWith("org.entente")
                && Arrays.asList(parts).contains(part(type)));
  }

  /** The named top-level types and what is nested in them. */
  static DescribedPredicate<JavaClass> are(String... names) {
    return describe(
        "are " + (names.length == 0 ? "nowhere" : String.join(", ", names)),
        type ->
            Arrays.stream(names)
                .map(name -> "org.entente." + name)
                .anyMatch(
                    name -> type.getName().equals(name) || type.getName().startsWith(name + "$")));
  }

  /** Calls, field accesses and method references, by their targets; nobody else may make them. */
  static ArchRule only(
      DescribedPredicate<JavaClass> who, String what, Predicate<JavaAccess<?>> access) {
    return ArchRuleDefinition.noClasses()
        .that(DescribedPredicate.not(who))
        .should()
        .accessTargetWhere(describe(what, access))
        .as("only classes that " + who.getDescription() + " may access " + what);
  }

  static Predicate<JavaAccess<?>> target(String owner, String... names) {
    return access ->
        access.getTargetOwner().getName().equals(owner)
            && Arrays.asList(names).contains(access.getTarget().getName());
  }

  static Predicate<JavaAccess<?>> anyOf(String... owners) {
    return access -> Arrays.asList(owners).contains(access.getTargetOwner().getName());
  }
}
