package org.entente.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A sample in a JVM of its own, and what it has printed. */
final class SampleProcess implements AutoCloseable {
  private static final long LONGEST_SECONDS = 120;

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final CompletableFuture<Void> outputEnds;
  private final CompletableFuture<String> errors;

  private SampleProcess(Process process) {
    this.process = process;
    this.outputEnds =
        CompletableFuture.runAsync(this::readOutput, task -> new Thread(task).start());
    this.errors =
        CompletableFuture.supplyAsync(
            () -> readAll(process.getErrorStream()), task -> new Thread(task).start());
  }

  static SampleProcess start(Class<?> main, List<String> args) throws IOException {
    return start(main, args, Map.of());
  }

  static SampleProcess start(Class<?> main, List<String> args, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command).directory(new File("."));
    builder.environment().putAll(environment);
    return new SampleProcess(builder.start());
  }

  /** Waits for a line that begins in one of these ways. */
  String await(String... beginnings) throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
    synchronized (lines) {
      while (true) {
        for (String line : lines) {
          if (Stream.of(beginnings).anyMatch(line::startsWith)) {
            return line;
          }
        }
        long left = end - System.nanoTime();
        if (left <= 0 || outputEnds.isDone()) {
          throw new TimeoutException(
              List.of(beginnings) + " was not printed, but " + lines + errors());
        }
        TimeUnit.NANOSECONDS.timedWait(lines, left);
      }
    }
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  void writeInput(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
  }

  int exitStatus() throws InterruptedException {
    assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).as("ends").isTrue();
    outputEnds.join();
    return process.exitValue();
  }

  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** The states printed, in order. */
  List<String> states() {
    return lines().stream()
        .filter(line -> line.startsWith("state: "))
        .map(line -> line.substring("state: ".length()))
        .toList();
  }

  /** What was printed to standard error; waits for its end if the process has ended. */
  String errors() {
    return process.isAlive() ? "" : errors.join();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void readOutput() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (lines) {
          lines.add(line);
          lines.notifyAll();
        }
      }
    } catch (IOException e) {
      // the process was killed: what it had printed is read
    } finally {
      synchronized (lines) {
        lines.notifyAll();
      }
    }
  }

  private static String readAll(InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
