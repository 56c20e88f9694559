package org.entente.examples.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link TalkingPeer} that is killed and started again. */
final class PeerProcess implements AutoCloseable {
  private static final long LONGEST_END_SECONDS = 120;

  private final String name;
  private final Path directory;
  private final int port;
  private final int messages;
  private final Progress progress;
  private Process process;
  private Thread reader;
  private volatile boolean mayEnd;

  /** The first run; its files are in a directory with the peer's name. */
  PeerProcess(String name, Path parent, int port, int messages, Progress progress)
      throws IOException {
    this.name = name;
    this.directory = Files.createDirectories(parent.resolve(name));
    this.port = port;
    this.messages = messages;
    this.progress = progress;
    this.process = launch();
    this.reader = read(process);
  }

  Path directory() {
    return directory;
  }

  /** {@code kill -9}, after a while. Returns when all is known that it has told. */
  void kill(Duration delay) throws InterruptedException {
    if (process.waitFor(delay.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new IllegalStateException(name + " has ended by itself");
    }
    mayEnd = true;
    process.toHandle().destroyForcibly(); // unlike the process, it leaves the output open
    process.waitFor();
    reader.join();
  }

  void startAgain() throws IOException {
    mayEnd = false;
    Process next = launch();
    synchronized (this) {
      process = next;
    }
    reader = read(next);
  }

  /** Tells it what to do; in vain if it is dead. */
  synchronized void say(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      // whoever starts it again says it again
    }
  }

  /** Lets it close its agent and end. */
  void stop() throws InterruptedException {
    mayEnd = true;
    say("stop");
    assertThat(process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS)).as("%s ends", name).isTrue();
    reader.join();
    assertThat(process.exitValue()).as("exit status of %s", name).isZero();
  }

  List<Note> journal() throws IOException {
    return Journal.read(directory.resolve("journal")).stream().map(Note::parse).toList();
  }

  /** What all runs have written to standard error. */
  String errors() throws IOException {
    return Files.readString(errorFile().toPath());
  }

  @Override
  public void close() {
    mayEnd = true;
    process.destroyForcibly();
  }

  private File errorFile() {
    return directory.resolve("errors").toFile();
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.add(TalkingPeer.class.getName());
    command.addAll(List.of(directory.toString(), String.valueOf(port), String.valueOf(messages)));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(errorFile()))
        .start();
  }

  private Thread read(Process from) {
    Thread thread = new Thread(() -> readLines(from), "output of " + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void readLines(Process from) {
    try (Reader output =
        new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8))) {
      StringBuilder line = new StringBuilder();
      for (int c = output.read(); c >= 0; c = output.read()) {
        if (c != '\n') {
          line.append((char) c);
        } else {
          progress.told(name, Note.parse(line.toString()));
          line.setLength(0);
        }
      }
      // a line that was cut short was not told
      if (!mayEnd) {
        progress.fail(name + " has ended by itself: " + errors());
      }
    } catch (IOException e) {
      // closed, as the test has ended
    }
  }
}
