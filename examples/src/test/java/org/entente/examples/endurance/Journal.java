package org.entente.examples.endurance;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Lines of a file, and the same on standard output: each is in both once {@link #note} has
 * returned, however the process ends. Thread-safe.
 */
final class Journal implements AutoCloseable {
  private final OutputStream file;

  private Journal(OutputStream file) {
    this.file = file;
  }

  /** Goes on behind what an earlier process has noted, and perhaps did not come to print. */
  static Journal open(Path path) throws IOException {
    if (Files.exists(path)) {
      cutTornLine(path);
      List<String> earlier = read(path);
      earlier.stream().skip(Math.max(0, earlier.size() - 1)).forEach(Journal::print);
    }
    return new Journal(new FileOutputStream(path.toFile(), true));
  }

  static List<String> read(Path path) throws IOException {
    return Files.exists(path) ? Files.readAllLines(path) : List.of();
  }

  synchronized void note(String line) {
    try {
      file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      print(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void print(String line) {
    // in one piece
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    System.out.write(bytes, 0, bytes.length);
    System.out.flush();
  }

  // The kernel may stop in the middle of a write of who is killed.
  private static void cutTornLine(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    try (RandomAccessFile whole = new RandomAccessFile(path.toFile(), "rw")) {
      whole.setLength(end);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
