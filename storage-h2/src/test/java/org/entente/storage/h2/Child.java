package org.entente.storage.h2;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new Child(
        new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                what,
                base.toString(),
                durability.name())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
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
