package org.entente.examples.qr;

import java.awt.image.BufferedImage;
import java.util.Random;

/**
 * How a camera sees a QR code on a screen.
 *
 * @param random for the noise
 * @param pixelsPerModule of the camera, not of the screen
 * @param degrees by which it is held askew
 * @param tilt by what part the far end looks shorter
 * @param blur radius in pixels of the camera
 * @param noise standard deviation in levels of 255
 * @param isInverted whether the screen shows white on black
 * @param margin pixels around it, gray
 */
record Photo(
    Random random,
    double pixelsPerModule,
    double degrees,
    double tilt,
    double blur,
    double noise,
    boolean isInverted,
    int margin) {

  private static final int SAMPLES = 3;

  byte[] of(QrCode code) {
    int size = code.side();
    BufferedImage modules = Pictures.read(code.toPng(1));
    int side = (int) (size * pixelsPerModule * 1.2) + 2 * margin;
    double[] light = new double[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        light[y * side + x] = light(modules, x, y, side);
      }
    }
    light = blurred(blurred(light, side, 1), side, side);
    BufferedImage photo = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        // brighter towards one corner, and never quite white or black
        double level = 20 + light[y * side + x] * (140 + 60.0 * (x + y) / (2 * side));
        long seen = Math.round(level + noise * random.nextGaussian());
        photo.getRaster().setSample(x, y, 0, (int) Math.max(0, Math.min(255, seen)));
      }
    }
    return Pictures.write(photo, "png");
  }

  /** Mean of a few points of the pixel, each looked up where it lies in the code. */
  private double light(BufferedImage modules, int x, int y, int side) {
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    double sum = 0;
    for (int i = 0; i < SAMPLES * SAMPLES; i++) {
      double dx = x + (i % SAMPLES + 0.5) / SAMPLES - side / 2.0;
      double dy = y + (Math.floorDiv(i, SAMPLES) + 0.5) / SAMPLES - side / 2.0;
      double far = 1 + tilt * dy / (side / 2.0);
      double u = (cos * dx + sin * dy) / far / pixelsPerModule + modules.getWidth() / 2.0;
      double v = (cos * dy - sin * dx) / far / pixelsPerModule + modules.getHeight() / 2.0;
      if (u < 0 || v < 0 || u >= modules.getWidth() || v >= modules.getHeight()) {
        sum += 0.5;
      } else {
        boolean isLight = (modules.getRGB((int) u, (int) v) & 1) == 1;
        sum += isLight == isInverted ? 0 : 1;
      }
    }
    return sum / (SAMPLES * SAMPLES);
  }

  /** Along one axis; twice makes a round blur. */
  private double[] blurred(double[] light, int side, int step) {
    int reach = (int) Math.ceil(3 * blur);
    double[] result = new double[light.length];
    for (int i = 0; i < light.length; i++) {
      int along = step == 1 ? i % side : i / side;
      double sum = 0;
      double weights = 0;
      for (int k = -reach; k <= reach; k++) {
        if (along + k >= 0 && along + k < side) {
          double weight = blur == 0 ? 1 : Math.exp(-k * k / (2 * blur * blur));
          sum += weight * light[i + k * step];
          weights += weight;
        }
      }
      result[i] = sum / weights;
    }
    return result;
  }
}
