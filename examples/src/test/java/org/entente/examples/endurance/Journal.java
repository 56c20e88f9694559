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
 * Lines of a file, and the same on standard output: each is there once {@link #note} has returned,
 * however the process ends. Thread-safe.
 */
final class Journal implements AutoCloseable {
  private final OutputStream file;

  private Journal(OutputStream file) {
    this.file = file;
  }

  /** Goes on behind what an earlier process has noted. */
  static Journal open(Path path) throws IOException {
    if (Files.exists(path)) {
      cutTornLine(path);
    }
    return new Journal(new FileOutputStream(path.toFile(), true));
  }

  static List<String> read(Path path) throws IOException {
    return Files.exists(path) ? Files.readAllLines(path) : List.of();
  }

  synchronized void note(String line) {
    try {
      byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
      file.write(bytes);
      System.out.write(bytes);
      System.out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
