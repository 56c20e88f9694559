package org.entente.examples.qr;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class QrReaderTest {
  private static final int USUAL_LENGTH = 740;
  private static final QrCode SMALL = QrCode.of("https://acme.example/");
  private static final int LENGTH_OF_SIGNATURE_AND_HEADER = 33;

  @ParameterizedTest
  @CsvSource({
    // pixels per module, degrees, tilt, blur, noise, inverted, margin
    "5, 5, 0.03, 0.8, 4, false, 150",
    "7, -12, 0.02, 1.2, 4, false, 100",
    "6, 178, 0.02, 0.8, 4, false, 100",
    "6, 90, 0, 0.8, 4, false, 100",
    "6, 10, 0, 0.8, 4, true, 100",
    "4, 3, 0, 0.6, 4, false, 500"
  })
  void mostPhotographsAreRead(
      double pixelsPerModule,
      double degrees,
      double tilt,
      double blur,
      double noise,
      boolean isInverted,
      int margin) {
    // the same each time: how many are read is up to chance
    long seed = 7;
    Random random = new Random(seed);
    Photo photo =
        new Photo(random, pixelsPerModule, degrees, tilt, blur, noise, isInverted, margin);
    int photos = 6;
    int read = 0;
    for (int i = 0; i < photos; i++) {
      QrCode code = QrCode.of(QrCodeTest.link(random, USUAL_LENGTH));
      Optional<String> text = QrReader.read(photo.of(code));
      assertThat(text.orElse(code.text())).as("seed %d", seed).isEqualTo(code.text());
      read += text.isPresent() ? 1 : 0;
    }

    assertThat(read).as("seed %d", seed).isGreaterThanOrEqualTo(photos / 2);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_BYTE_INDEXED
      })
  void everyKindOfPngIsReadAlsoOnTransparentGround(int type) {
    BufferedImage drawn = Pictures.read(SMALL.toPng(4));
    BufferedImage picture = new BufferedImage(drawn.getWidth(), drawn.getHeight(), type);
    for (int y = 0; y < drawn.getHeight(); y++) {
      for (int x = 0; x < drawn.getWidth(); x++) {
        boolean isDark = (drawn.getRGB(x, y) & 0xFF) == 0;
        boolean hasAlpha = picture.getColorModel().hasAlpha();
        picture.setRGB(x, y, isDark ? 0xFF000000 : hasAlpha ? 0 : 0xFFFFFFFF);
      }
    }

    assertThat(QrReader.read(Pictures.write(picture, "png"))).contains(SMALL.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "gif", "bmp"})
  void otherFormatsAreNotRead(String format) {
    byte[] image = Pictures.write(ofRgb(SMALL), format);

    assertThat(QrReader.read(image)).isEmpty();
  }

  @Test
  void whatIsNoPictureIsNotRead() {
    assertThat(QrReader.read(new byte[0])).isEmpty();
    assertThat(QrReader.read(SMALL.text().getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(QrReader.read(SMALL.toSvg().getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void aPngThatIsCutOffAnywhereIsNotRead() {
    byte[] png = SMALL.toPng(4);

    for (int length = 0; length < png.length; length++) {
      assertThat(QrReader.read(Arrays.copyOf(png, length))).as("%d bytes", length).isEmpty();
    }
  }

  @Test
  void aPngWithBytesChangedGivesTheTextOrNothing() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      byte[] png = SMALL.toPng(4);
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        png[random.nextInt(png.length)] ^= (byte) (1 << random.nextInt(8));
      }

      assertThat(QrReader.read(png).orElse(SMALL.text()))
          .as("seed %d, %d", seed, i)
          .isEqualTo(SMALL.text());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "50000, 50000",
    "20000, 20000",
    "2001, 2000",
    "4000000, 1",
    "1, 4001",
    "2147483647, 2147483647",
    "0, 0",
    "-1, -1"
  })
  void pixelsBeyondTheLimitAreNotDecoded(int width, int height) {
    int rows = Math.min(height, 20_000);
    byte[] png = png(width, height, zeros(Math.max(0, rows) * (1L + Math.min(width, 20_000) / 8)));
    long before = allocated();

    Optional<String> text = QrReader.read(png);

    assertThat(allocated() - before).isLessThan(2 << 20);
    assertThat(text).isEmpty();
  }

  @Test
  void bytesBeyondTheLimitAreNotLookedAt() {
    byte[] png = SMALL.toPng(4);

    assertThat(QrReader.read(withChunk(png, "teXt", new byte[3 << 20]))).contains(SMALL.text());
    assertThat(QrReader.read(withChunk(png, "teXt", new byte[4 << 20]))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zTXt", "iTXt", "iCCP"})
  void textsAndProfilesAreNotInflated(String type) {
    // a keyword, its end, and how it is compressed, or for iTXt that it is
    byte[] start = type.equals("iTXt") ? bytes("k\0\1\0\0\0") : bytes("k\0\0");
    byte[] bomb = concat(start, zeros(100 << 20));
    byte[] png = SMALL.toPng(4);
    for (int i = 0; i < 10; i++) {
      png = withChunk(png, type, bomb);
    }
    long before = allocated();

    Optional<String> text = QrReader.read(png);

    assertThat(allocated() - before).isLessThan(16 << 20);
    assertThat(text).contains(SMALL.text());
  }

  @Test
  @Timeout(10)
  void cornersOfThousandsOfCodesKeepNobodyWaiting() {
    int side = 2000;
    BufferedImage corner = Pictures.read(SMALL.toPng(2)).getSubimage(8, 8, 16, 16);
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_BINARY);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        picture.setRGB(x, y, corner.getRGB(x % 16, y % 16));
      }
    }

    assertThat(QrReader.read(Pictures.write(picture, "png"))).isEmpty();
  }

  @Test
  @Timeout(10)
  void theLargestPictureOfNoiseKeepsNobodyWaiting() {
    Random random = new Random(4);
    BufferedImage picture = new BufferedImage(2000, 2000, BufferedImage.TYPE_BYTE_BINARY);
    for (int y = 0; y < 2000; y++) {
      for (int x = 0; x < 2000; x++) {
        picture.setRGB(x, y, random.nextBoolean() ? 0xFFFFFFFF : 0xFF000000);
      }
    }

    assertThat(QrReader.read(Pictures.write(picture, "png"))).isEmpty();
  }

  private static BufferedImage ofRgb(QrCode code) {
    BufferedImage drawn = Pictures.read(code.toPng(4));
    BufferedImage picture =
        new BufferedImage(drawn.getWidth(), drawn.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < drawn.getHeight(); y++) {
      for (int x = 0; x < drawn.getWidth(); x++) {
        picture.setRGB(x, y, drawn.getRGB(x, y));
      }
    }
    return picture;
  }

  /** What this thread has allocated so far. */
  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  /** A gray PNG of one bit per pixel. */
  private static byte[] png(int width, int height, byte[] compressed) {
    byte[] start = Arrays.copyOf(SMALL.toPng(1), 8);
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(header)) {
      out.writeInt(width);
      out.writeInt(height);
      out.write(new byte[] {1, 0, 0, 0, 0});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] body = concat(chunk("IDAT", compressed), chunk("IEND", new byte[0]));
    return concat(concat(start, chunk("IHDR", header.toByteArray())), body);
  }

  private static byte[] withChunk(byte[] png, String type, byte[] data) {
    byte[] start = Arrays.copyOf(png, LENGTH_OF_SIGNATURE_AND_HEADER);
    byte[] rest = Arrays.copyOfRange(png, LENGTH_OF_SIGNATURE_AND_HEADER, png.length);
    return concat(concat(start, chunk(type, data)), rest);
  }

  private static byte[] chunk(String type, byte[] data) {
    byte[] typeAndData = concat(bytes(type), data);
    CRC32 crc = new CRC32();
    crc.update(typeAndData);
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(chunk)) {
      out.writeInt(data.length);
      out.write(typeAndData);
      out.writeInt((int) crc.getValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return chunk.toByteArray();
  }

  private static byte[] zeros(long count) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    byte[] block = new byte[1 << 16];
    try (DeflaterOutputStream out = new DeflaterOutputStream(compressed)) {
      for (long left = count; left > 0; left -= block.length) {
        out.write(block, 0, (int) Math.min(block.length, left));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
