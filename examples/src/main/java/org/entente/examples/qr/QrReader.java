package org.entente.examples.qr;

import com.google.zxing.Binarizer;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.ResultPointCallback;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads the QR code in a picture, which may come from anybody. */
public final class QrReader {
  /** A picture has three for its code, and a few more by chance. */
  private static final int MOST_CORNERS = 500;

  private QrReader() {}

  /**
   * Reads the QR code in a PNG: a photograph, a picture of the screen, or the code itself, black on
   * white or the other way round. The text is whatever somebody has put there; judge it.
   *
   * <p>Of several codes it finds one or none. The largest pictures take about a second and 100 MB,
   * so let strangers have few read at once.
   *
   * @param image up to 4 MiB and 4,000,000 pixels, no side longer than 4,000
   * @return empty if that is no PNG, too large, broken, or shows no QR code that can be read
   */
  public static Optional<String> read(byte[] image) {
    try {
      return read(PngPicture.read(image));
    } catch (IOException | RuntimeException e) {
      // broken in a way that the decoder expected, or did not
      return Optional.empty();
    }
  }

  private static Optional<String> read(LuminanceSource picture) {
    for (LuminanceSource source : List.of(picture, picture.invert())) {
      // shadows want the first, codes with little around them the second
      for (Binarizer binarizer :
          List.of(new HybridBinarizer(source), new GlobalHistogramBinarizer(source))) {
        // of pictures that show nothing but the code, the search for its corners misses a few
        for (DecodeHintType how : List.of(DecodeHintType.TRY_HARDER, DecodeHintType.PURE_BARCODE)) {
          Optional<String> text = read(binarizer, how);
          if (text.isPresent()) {
            return text;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> read(Binarizer binarizer, DecodeHintType how) {
    AtomicInteger corners = new AtomicInteger();
    // ZXing tries all triples of what looks like a corner, which for thousands would take hours
    ResultPointCallback count =
        corner -> {
          if (corners.incrementAndGet() > MOST_CORNERS) {
            throw new IllegalStateException("too many corners");
          }
        };
    Map<DecodeHintType, Object> hints =
        Map.of(how, true, DecodeHintType.NEED_RESULT_POINT_CALLBACK, count);
    try {
      return Optional.of(new QRCodeReader().decode(new BinaryBitmap(binarizer), hints).getText());
    } catch (ReaderException | RuntimeException e) {
      // too many corners, or what ZXing did not think of: another look may still find the code
      return Optional.empty();
    }
  }
}
