package org.entente.storage.h2;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.entente.storage.StorageException;

/** A process of its own that works on a store until it is killed. */
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private Child(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static Child start(String what, Path base, Durability durability) throws IOException {
    return start(java(what, base, durability));
  }

  /** One whose files may have so many KiB. */
  static Child startWithin(int mostKib, String what, Path base) throws IOException {
    List<String> command = new ArrayList<>();
    // in blocks of 512 bytes; the signal that comes with the error would end a JVM
    command.addAll(
        List.of(
            "/bin/sh", "-c", "trap '' XFSZ; ulimit -f " + 2 * mostKib + " && exec \"$@\"", "sh"));
    command.addAll(java(what, base, Durability.PROCESS));
    return start(command);
  }

  private static List<String> java(String what, Path base, Durability durability) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-cp",
        System.getProperty("java.class.path"),
        Child.class.getName(),
        what,
        base.toString(),
        durability.name());
  }

  private static Child start(List<String> command) throws IOException {
    return new Child(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  /** The next line; null at the end. */
  String readLine() throws IOException {
    return output.readLine();
  }

  /** As {@code kill -9}. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly(); // unlike the process, it leaves the output open
    process.waitFor();
  }

  Process process() {
    return process;
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    output.close();
  }

  public static void main(String[] args) throws Exception {
    H2Settings settings =
        H2Storage.at(Path.of(args[1]))
            .protector(TestKeys.protector())
            .durability(Durability.valueOf(args[2]));
    switch (args[0]) {
      case "commit" -> commit(settings);
      case "fill" -> fill(settings);
      case "create" -> {
        System.out.println("creating");
        settings.create();
        System.out.println("created");
        System.in.read();
      }
      case "open" -> {
        try {
          settings.open().close();
          System.out.println("opened");
        } catch (StorageException e) {
          System.out.println(e.getMessage());
        }
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void fill(H2Settings settings) {
    try (H2Storage storage = settings.create()) {
      System.out.println("filling");
      long number = 0;
      try {
        while (true) {
          storage.commit(TestChanges.numbered(number + 1));
          System.out.println(++number);
        }
      } catch (StorageException e) {
        System.out.println("StorageException " + e.getMessage());
      }
      System.out.println("can read " + storage.events("w", 0, 100_000).size());
    }
  }

  private static void commit(H2Settings settings) throws InterruptedException {
    H2Storage storage = settings.openOrCreate();
    AtomicLong next =
        new AtomicLong(
            storage.events("w", 0, 1_000_000).stream()
                .mapToLong(event -> event.sequence())
                .max()
                .orElse(0));
    Runnable committing =
        () -> {
          while (true) {
            long number = next.incrementAndGet();
            storage.commit(TestChanges.numbered(number));
            synchronized (Child.class) {
              System.out.println(number);
              System.out.flush();
            }
          }
        };
    Thread second = new Thread(committing);
    second.start();
    committing.run();
    second.join();
  }
}
