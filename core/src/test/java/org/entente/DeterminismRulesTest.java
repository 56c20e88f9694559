package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.Architecture.CORE;
import static org.entente.Architecture.anyOf;
import static org.entente.Architecture.are;
import static org.entente.Architecture.only;
import static org.entente.Architecture.target;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/**
 * Threads, waiting, time and chance are parameters: one driver has threads, one builder defaults.
 */
class DeterminismRulesTest {
  private static final DescribedPredicate<JavaClass> NOBODY = are();
  private static final DescribedPredicate<JavaClass> DRIVER = are("pipeline.ThreadDriver");
  private static final DescribedPredicate<JavaClass> BUILDER = are("Agent$Builder");

  @Test
  void onlyTheDriverHasThreads() {
    only(
            DRIVER,
            "threads, pools and timers",
            anyOf(
                "java.lang.ThreadGroup",
                "java.util.Timer",
                "java.util.TimerTask",
                "java.util.concurrent.Executors",
                "java.util.concurrent.ThreadPoolExecutor",
                "java.util.concurrent.ScheduledThreadPoolExecutor",
                "java.util.concurrent.ScheduledExecutorService",
                "java.util.concurrent.ForkJoinPool",
                "java.util.concurrent.ForkJoinTask"))
        .check(CORE);
    only(DRIVER, "new threads", target("java.lang.Thread", "<init>", "start", "join")).check(CORE);
  }

  @Test
  void onlyTheDriverWaits() {
    only(
            DRIVER,
            "sleep, wait and notify",
            target("java.lang.Thread", "sleep", "onSpinWait", "yield")
                .or(anyOf("java.util.concurrent.locks.LockSupport"))
                .or(target("java.util.concurrent.TimeUnit", "sleep", "timedWait", "timedJoin"))
                .or(target("java.lang.Object", "wait", "notify", "notifyAll"))
                .or(target("java.util.concurrent.CompletableFuture", "get", "join")))
        .check(CORE);
  }

  @Test
  void nothingRunsOnTheCommonPool() {
    only(NOBODY, "futures with an executor or a timer of their own", this::bringsItsOwnThreads)
        .check(CORE);
    only(NOBODY, "parallel streams", access -> access.getName().startsWith("parallel")).check(CORE);
  }

  @Test
  void onlyTheBuilderKnowsTheTime() {
    only(
            BUILDER,
            "static time",
            target("java.lang.System", "currentTimeMillis", "nanoTime")
                .or(target("java.time.Clock", "systemUTC", "systemDefaultZone", "system"))
                .or(access -> access.getName().equals("now") && isOfTime(access))
                .or(target("java.util.Date", "<init>"))
                .or(target("java.util.Calendar", "getInstance")))
        .check(CORE);
  }

  @Test
  void onlyBuildersAndWhatIsInMemoryOnlyHaveChance() {
    only(
            are(
                "Agent$Builder",
                "envelope.Envelopes$Builder",
                "envelope.KeyRing",
                "storage.InMemoryStorage"),
            "chance",
            target("java.security.SecureRandom", "<init>", "getInstance", "getInstanceStrong"))
        .check(CORE);
    only(
            BUILDER,
            "chance that cannot be repeated",
            target("java.util.UUID", "randomUUID").or(target("java.lang.Math", "random")))
        .check(CORE);
    only(
            NOBODY,
            "chance that is none",
            anyOf("java.util.concurrent.ThreadLocalRandom", "java.util.SplittableRandom"))
        .check(CORE);
    only(NOBODY, "chance that is none", target("java.util.Random", "<init>")).check(CORE);
  }

  @Test
  void theBuildersDefaultsAreSeenByTheseRules() {
    Set<String> seen = new TreeSet<>();
    for (JavaAccess<?> access : CORE.get("org.entente.Agent$Builder").getAccessesFromSelf()) {
      seen.add(access.getTargetOwner().getSimpleName() + "." + access.getName());
    }

    // System::nanoTime and UUID::randomUUID stand in method references and lambdas
    assertThat(seen)
        .contains("Clock.systemUTC", "System.nanoTime", "SecureRandom.<init>", "UUID.randomUUID");
  }

  private static boolean isOfTime(JavaAccess<?> access) {
    return access.getTargetOwner().getPackageName().startsWith("java.time");
  }

  private boolean bringsItsOwnThreads(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    if (!owner.isAssignableTo(CompletionStage.class)) {
      return owner.isEquivalentTo(ForkJoinPool.class);
    }
    String name = access.getName();
    if (Set.of("orTimeout", "completeOnTimeout", "delayedExecutor").contains(name)) {
      return owner.isAssignableTo(CompletableFuture.class);
    }
    return name.endsWith("Async")
        && access instanceof JavaCodeUnitAccess<?> call
        && call.getTarget().getRawParameterTypes().stream()
            .noneMatch(type -> type.isEquivalentTo(Executor.class));
  }
}
