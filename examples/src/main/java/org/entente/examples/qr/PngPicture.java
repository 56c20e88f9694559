package org.entente.examples.qr;

import com.google.zxing.LuminanceSource;
import com.google.zxing.PlanarYUVLuminanceSource;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** A stranger's PNG, judged before its pixels are decoded. */
final class PngPicture {
  static final int MOST_BYTES = 4 << 20;
  static final int MOST_PIXELS = 4_000_000;

  /** A row is held several times while it is decoded. */
  static final int LONGEST_SIDE = 4000;

  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504C5445;
  private static final int TRNS = 0x74524E53;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454E44;
  private static final Set<Integer> NEEDED = Set.of(IHDR, PLTE, TRNS, IDAT, IEND);
  private static final int BYTES_AROUND_A_CHUNK = 12;

  private PngPicture() {}

  /**
   * The brightness of its pixels on white paper.
   *
   * @throws IOException if it is no PNG or too large
   * @throws RuntimeException if it is broken in a way that the decoder did not think of
   */
  static LuminanceSource read(byte[] png) throws IOException {
    byte[] needed = neededChunks(png);
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(needed))) {
      reader.setInput(in, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MOST_PIXELS
          || reader.getWidth(0) > LONGEST_SIDE
          || reader.getHeight(0) > LONGEST_SIDE) {
        throw new IIOException("too many pixels");
      }
      return brightness(reader.read(0));
    } finally {
      reader.dispose();
    }
  }

  /**
   * Leaves out what the pixels do not depend on. The decoder inflates texts and profiles even if
   * told to ignore them, when there is a palette.
   */
  private static byte[] neededChunks(byte[] png) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(png);
    if (png.length > MOST_BYTES || png.length < Long.BYTES || in.getLong() != SIGNATURE) {
      throw new IIOException("not a PNG, or too large");
    }
    ByteArrayOutputStream needed = new ByteArrayOutputStream(png.length);
    needed.write(png, 0, Long.BYTES);
    int type = 0;
    while (type != IEND) {
      int start = in.position();
      if (in.remaining() < BYTES_AROUND_A_CHUNK) {
        throw new IIOException("cut off");
      }
      int length = in.getInt();
      type = in.getInt();
      if (length < 0 || length > png.length - start - BYTES_AROUND_A_CHUNK) {
        throw new IIOException("cut off");
      }
      if (NEEDED.contains(type)) {
        needed.write(png, start, BYTES_AROUND_A_CHUNK + length);
      }
      in.position(start + BYTES_AROUND_A_CHUNK + length);
    }
    return needed.toByteArray();
  }

  private static LuminanceSource brightness(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    boolean isGray = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    byte[] brightness = new byte[width * height];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      if (isGray) {
        grayRow(image, y, row);
      } else {
        image.getRGB(0, y, width, 1, row, 0, width);
      }
      for (int x = 0; x < width; x++) {
        brightness[y * width + x] = (byte) brightness(row[x]);
      }
    }
    return new PlanarYUVLuminanceSource(brightness, width, height, 0, 0, width, height, false);
  }

  /** As getRGB, which takes levels of gray for linear, and brightens them until edges move. */
  private static void grayRow(BufferedImage image, int y, int[] row) {
    Raster raster = image.getRaster();
    int surplusBits = image.getColorModel().getComponentSize(0) - Byte.SIZE;
    for (int x = 0; x < row.length; x++) {
      int gray = raster.getSample(x, y, 0) >> surplusBits;
      int alpha = raster.getNumBands() == 1 ? 255 : raster.getSample(x, y, 1) >> surplusBits;
      row[x] = alpha << 24 | gray << 16 | gray << 8 | gray;
    }
  }

  private static int brightness(int argb) {
    int alpha = argb >>> 24;
    int red = argb >> 16 & 0xFF;
    int green = argb >> 8 & 0xFF;
    int blue = argb & 0xFF;
    int opaque = (red + 2 * green + blue) / 4;
    return (opaque * alpha + 255 * (255 - alpha)) / 255;
  }
}
