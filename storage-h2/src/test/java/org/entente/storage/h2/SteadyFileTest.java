package org.entente.storage.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SteadyFileTest {
  private static final int BLOCK = 4096;

  private @TempDir Path directory;

  @BeforeAll
  static void register() {
    SteadyFileSystem.register();
  }

  @Test
  void aHeaderThatLagsBehindIsMadeToPointToTheNewestChunk() throws IOException {
    try (FileChannel file = open()) {
      write(file, 0x1f * BLOCK, chunk("131", "131"));
      write(file, 0, header("24f", "130", "130"));

      String expected = text("1f", "131", "131");
      assertThat(firstLine(file, 0)).isEqualTo(withChecksum(expected));
      assertThat(firstLine(file, BLOCK)).isEqualTo(withChecksum(expected));
    }
  }

  @Test
  void aHeaderThatIsRightIsWrittenAsItIs() throws IOException {
    try (FileChannel file = open()) {
      write(file, 0x1f * BLOCK, chunk("131", "131"));
      write(file, 0, header("1f", "131", "131"));

      assertThat(firstLine(file, 0)).isEqualTo(withChecksum(text("1f", "131", "131")));
      assertThat(file.size()).isEqualTo(0x1f * BLOCK + BLOCK);
    }
  }

  @Test
  void anOlderChunkThatIsMovedIsNotTakenForTheNewest() throws IOException {
    try (FileChannel file = open()) {
      write(file, 0x1f * BLOCK, chunk("131", "131"));
      write(file, 0x0a * BLOCK, chunk("77", "77"));
      write(file, 0, header("24f", "130", "130"));

      assertThat(firstLine(file, 0)).isEqualTo(withChecksum(text("1f", "131", "131")));
    }
  }

  @Test
  void eachChunkIsFollowedByAHeaderThatPointsToIt() throws IOException {
    try (FileChannel file = open()) {
      write(file, 0, header("24f", "130", "130"));

      write(file, 0x1f * BLOCK, chunk("131", "131"));

      assertThat(firstLine(file, 0)).isEqualTo(withChecksum(text("1f", "131", "131")));
      assertThat(firstLine(file, BLOCK)).isEqualTo(withChecksum(text("24f", "130", "130")));

      write(file, 0x2f * BLOCK, chunk("132", "132"));

      assertThat(firstLine(file, 0)).isEqualTo(withChecksum(text("1f", "131", "131")));
      assertThat(firstLine(file, BLOCK)).isEqualTo(withChecksum(text("2f", "132", "132")));
    }
  }

  @Test
  void aFileThatIsWrittenToAgainIsNoLongerOneThatWasClosed() throws IOException {
    try (FileChannel file = open()) {
      write(file, 0, line(text("24f", "130", "130").replace(",created", ",clean:1,created")));
    }

    try (FileChannel file = open()) {
      write(file, 0x1f * BLOCK, chunk("131", "131"));

      assertThat(firstLine(file, 0)).isEqualTo(withChecksum(text("1f", "131", "131")));
    }
  }

  private FileChannel open() throws IOException {
    return FilePath.get("entente:async:" + directory.resolve("file")).open("rw");
  }

  private static void write(FileChannel file, int position, ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();

    assertThat(file.write(bytes, position)).isEqualTo(length);
  }

  private static ByteBuffer chunk(String id, String version) {
    String text = "chunk:" + id + ",len:1,pages:33,map:31,version:" + version + ",next:6,toc:3379";
    ByteBuffer chunk = ByteBuffer.allocate(BLOCK);
    chunk.put(0, (text + " ".repeat(40) + "\n").getBytes(StandardCharsets.ISO_8859_1));
    return chunk;
  }

  private static ByteBuffer header(String block, String chunk, String version) {
    return line(text(block, chunk, version));
  }

  private static ByteBuffer line(String text) {
    byte[] line = (withChecksum(text) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(2 * BLOCK).put(0, line).put(BLOCK, line);
  }

  private static String text(String block, String chunk, String version) {
    return "H:2,block:"
        + block
        + ",blockSize:1000,chunk:"
        + chunk
        + ",created:1a20c966b82,format:3,version:"
        + version;
  }

  private static String withChecksum(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return text
        + ",fletcher:"
        + Integer.toHexString(DataUtils.getFletcher32(bytes, 0, bytes.length));
  }

  private static String firstLine(FileChannel file, int position) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    file.read(block, position);
    String text = new String(block.array(), StandardCharsets.ISO_8859_1);
    return text.substring(0, text.indexOf('\n'));
  }
}
