package org.entente.storage.h2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.h2.mvstore.DataUtils;

/**
 * The line with which an H2 file begins; its first two blocks each hold a copy. Immutable.
 *
 * @param line without checksum
 * @param block where the chunk is that it points to
 * @param version of that chunk
 */
record FileHeader(String line, long block, long version) {
  static final int BLOCK_BYTES = 4096;
  static final int BYTES = 2 * BLOCK_BYTES;

  private static final Pattern LINE =
      Pattern.compile(
          "((H:.*,block:)(\\p{XDigit}{1,15})(,.*chunk:)\\p{XDigit}+"
              + "(,.*version:)(\\p{XDigit}{1,15})(.*)),fletcher:(\\p{XDigit}{1,8})");

  /** The newer of the copies that are whole. */
  static Optional<FileHeader> newest(ByteBuffer start) {
    return Stream.of(0, BLOCK_BYTES)
        .filter(position -> position < start.remaining())
        .flatMap(position -> read(start, position).stream())
        .max((one, other) -> Long.compare(one.version, other.version));
  }

  private static Optional<FileHeader> read(ByteBuffer start, int position) {
    ByteBuffer copy = start.slice(position, Math.min(BLOCK_BYTES, start.remaining() - position));
    Matcher parts = LINE.matcher(firstLine(copy, BLOCK_BYTES));
    if (!parts.matches()
        || Integer.parseUnsignedInt(parts.group(8), 16) != checksum(parts.group(1))) {
      return Optional.empty();
    }
    return Optional.of(
        new FileHeader(
            parts.group(1),
            Long.parseLong(parts.group(3), 16),
            Long.parseLong(parts.group(6), 16)));
  }

  /** The same, pointing to another chunk. */
  FileHeader pointingTo(String newChunk, long newVersion, long newBlock) {
    Matcher parts = LINE.matcher(line + ",fletcher:0");
    if (!parts.matches()) {
      throw new IllegalStateException("it was read, so it can be read");
    }
    String pointing =
        parts.group(2)
            + Long.toHexString(newBlock)
            + parts.group(4)
            + newChunk
            + parts.group(5)
            + Long.toHexString(newVersion)
            + parts.group(7);
    return new FileHeader(pointing, newBlock, newVersion);
  }

  /** This without the mark that H2 sets when it closes a file, and believes. */
  FileHeader ofOpenFile() {
    return new FileHeader(line.replace(",clean:1", ""), block, version);
  }

  /** One copy. */
  ByteBuffer toBlock() {
    byte[] bytes =
        (line + ",fletcher:" + Integer.toHexString(checksum(line)) + '\n')
            .getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(BLOCK_BYTES).put(0, bytes);
  }

  /** A line of text at the start of a buffer; empty if none ends there. */
  static String firstLine(ByteBuffer source, int atMostBytes) {
    byte[] bytes = new byte[Math.min(atMostBytes, source.remaining())];
    source.duplicate().get(bytes);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    return end < 0 ? "" : text.substring(0, end);
  }

  private static int checksum(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
    return DataUtils.getFletcher32(bytes, 0, bytes.length);
  }
}
