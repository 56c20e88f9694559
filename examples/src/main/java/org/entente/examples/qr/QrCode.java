package org.entente.examples.qr;

import io.nayuki.qrcodegen.DataTooLongException;
import io.nayuki.qrcodegen.QrCode.Ecc;
import io.nayuki.qrcodegen.QrSegment;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A text drawn as a QR code, for a phone that reads it from a screen. Immutable.
 *
 * <p>The level of error correction is the lowest that needs no more modules than the lowest of all:
 * on a screen nothing is torn or stained, and what a long text suffers from is small modules.
 */
public final class QrCode {
  /** Modules that stay light around the code; the standard asks for as many. */
  private static final int QUIET_ZONE = 4;

  private static final int LARGEST_COMFORTABLE_VERSION = 25;
  private static final int LONGEST_PNG_SIDE = 2000;

  // Of the 256 fixed colors, since themes redefine the first 16.
  private static final String BLACK_ON_WHITE = "\u001B[38;5;16;48;5;231m";
  private static final String PLAIN = "\u001B[0m";

  private final String text;
  private final io.nayuki.qrcodegen.QrCode drawn;

  private QrCode(String text, io.nayuki.qrcodegen.QrCode drawn) {
    this.text = text;
    this.drawn = drawn;
  }

  /**
   * Draws a text. Text beyond ASCII is marked as UTF-8, so that no reader has to guess.
   *
   * @param text at most 2,953 bytes of ASCII; a little less beyond, more of digits or capitals only
   * @throws IllegalArgumentException if it does not fit into a QR code, is empty, or has half of a
   *     surrogate pair; the message says what to do and leaves the text out
   */
  public static QrCode of(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("an empty text makes no QR code; give it something");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(
          "the text ends within a character; cut it between two, not within one");
    }
    try {
      return new QrCode(text, io.nayuki.qrcodegen.QrCode.encodeSegments(segments(text), Ecc.LOW));
    } catch (DataTooLongException e) {
      throw new IllegalArgumentException(
          "%d characters do not fit into a QR code, which holds 2953: make the text shorter, for an invitation by a shorter endpoint, or hand it over as a link"
              .formatted(text.length()),
          e);
    }
  }

  private static List<QrSegment> segments(String text) {
    if (StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
      return QrSegment.makeSegments(text);
    }
    return List.of(
        QrSegment.makeEci(26), QrSegment.makeBytes(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** What a reader gets. */
  public String text() {
    return text;
  }

  /** How many modules it has along each side, the quiet zone of four on either end included. */
  public int side() {
    return drawn.size + 2 * QUIET_ZONE;
  }

  /**
   * Whether a phone reads it at once from a screen, another phone's included: up to version 25,
   * which holds 1,273 characters of a link; a usual invitation has 700 to 950.
   *
   * <p>Version 25 is the last whose modules get three pixels each on a page 390 pixels wide, with
   * its quiet zone and a narrow margin. Where it fills three quarters of a camera's 720 lines, a
   * module gets four pixels: about the fewest that a decoder copes with when the picture is a
   * little blurred and askew.
   */
  public boolean isComfortable() {
    return drawn.version <= LARGEST_COMFORTABLE_VERSION;
  }

  /**
   * As lines for a terminal, two modules to a character, black on white by escape sequences: right
   * on a dark and on a light terminal that knows 256 colors.
   *
   * <p>A terminal that is narrower than {@link #side} characters breaks it.
   */
  public String toTerminal() {
    StringBuilder lines = new StringBuilder();
    for (int y = 0; y < side(); y += 2) {
      lines.append(BLACK_ON_WHITE);
      for (int x = 0; x < side(); x++) {
        lines.append(halfBlocks(isDark(x, y), isDark(x, y + 1)));
      }
      lines.append(PLAIN).append('\n');
    }
    return lines.toString();
  }

  /**
   * As lines without escape sequences. The characters draw the light modules, so it is right where
   * the background is dark; on a light one it is inverted, which not every reader takes.
   */
  public String toText() {
    StringBuilder lines = new StringBuilder();
    for (int y = 0; y < side(); y += 2) {
      for (int x = 0; x < side(); x++) {
        lines.append(halfBlocks(!isDark(x, y), !isDark(x, y + 1)));
      }
      lines.append('\n');
    }
    return lines.toString();
  }

  private static char halfBlocks(boolean top, boolean bottom) {
    if (top) {
      return bottom ? '█' : '▀';
    }
    return bottom ? '▄' : ' ';
  }

  /**
   * As an SVG element, black on white, that takes the width it is given. It may stand in an HTML
   * page or be a file of its own. The text is not in it, but for the modules.
   */
  public String toSvg() {
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" role="img" \
        shape-rendering="crispEdges"><title>QR code</title>\
        <path fill="#fff" d="M0 0h%1$dv%1$dh-%1$dz"/><path d="%2$s"/></svg>
        """
        .formatted(side(), path());
  }

  /** A rectangle for each run of dark modules in a row. */
  private String path() {
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < side(); y++) {
      int x = 0;
      while (x < side()) {
        int start = x;
        while (isDark(x, y)) {
          x++;
        }
        if (x > start) {
          path.append("M%d %dh%dv1h-%dz".formatted(start, y, x - start, x - start));
        }
        x++;
      }
    }
    return path.toString();
  }

  /**
   * As a PNG, black on white.
   *
   * @param pixelsPerModule 10 always fits
   * @throws IllegalArgumentException if it is less than 1, or makes a side longer than 2,000 pixels
   */
  public byte[] toPng(int pixelsPerModule) {
    if (pixelsPerModule < 1 || pixelsPerModule > LONGEST_PNG_SIDE / side()) {
      throw new IllegalArgumentException(
          "the pixels per module of this QR code must be from 1 to " + LONGEST_PNG_SIDE / side());
    }
    int side = side() * pixelsPerModule;
    byte[] whiteAndBlack = {(byte) 255, 0};
    BufferedImage image =
        new BufferedImage(
            side,
            side,
            BufferedImage.TYPE_BYTE_BINARY,
            new IndexColorModel(1, 2, whiteAndBlack, whiteAndBlack, whiteAndBlack));
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        if (isDark(x / pixelsPerModule, y / pixelsPerModule)) {
          image.getRaster().setSample(x, y, 0, 1);
        }
      }
    }
    return png(image);
  }

  private static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    // ImageIO.write to a stream would make a file of it first
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(image);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** Counts from the corner of the quiet zone; everything outside is light. */
  private boolean isDark(int x, int y) {
    return drawn.getModule(x - QUIET_ZONE, y - QUIET_ZONE);
  }

  /** Its size only: the text may be a secret. */
  @Override
  public String toString() {
    return "QrCode(version " + drawn.version + ")";
  }
}
