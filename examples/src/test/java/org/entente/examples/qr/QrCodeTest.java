package org.entente.examples.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.entente.Agent;
import org.entente.did.Profile;
import org.entente.transport.http.HttpTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class QrCodeTest {
  private static final URI BASE = URI.create("https://acme.example/invite");
  private static final String BASE64URL =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  @Test
  void textsOfAllLengthsAreReadFromWhateverIsDrawn() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int length = 1; length <= 2953; length += 1 + random.nextInt(120)) {
      assertThatAllIsRead(QrCode.of(link(random, length)), "seed " + seed + ", " + length);
    }
    assertThatAllIsRead(QrCode.of(link(random, 2953)), "seed " + seed + ", the longest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"é", "Grüße, 東京 🙂", "0123456789", "HTTPS://ACME.EXAMPLE", "a\u0000\n\\~", " "})
  void textsOfAnyKindAreReadAsTheyWere(String text) throws Exception {
    assertThatAllIsRead(QrCode.of(text), text);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8080/didcomm, current",
    "https://agent.acme.example/didcomm, prism-2023",
    "https://agents.eu-1.acme.example/wallets/0f8fad5b-d9cb-469f-a165-70867728950e, current"
  })
  void anInvitationIsReadAndComfortable(URI endpoint, String profile) throws Exception {
    try (Agent agent =
        Agent.builder("Acme")
            .transport(HttpTransport.sendOnly(endpoint))
            .profile(Profile.of(profile))
            .invitationLifetime(Duration.ofHours(1))
            .build()) {
      String link = agent.connections().invite("Badge").invitation().toUrl(BASE);

      QrCode code = QrCode.of(link);

      assertThatAllIsRead(code, link);
      assertThat(code.isComfortable()).isTrue();
    }
  }

  @Test
  void aLinkIsComfortableUpTo1273Characters() {
    Random random = new Random(1);

    assertThat(QrCode.of(link(random, 1273)).isComfortable()).isTrue();
    assertThat(QrCode.of(link(random, 1274)).isComfortable()).isFalse();
  }

  @Test
  void aTextThatDoesNotFitIsRefusedWithoutBeingShown() {
    String tooLong = link(new Random(2), 2954);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> QrCode.of(tooLong))
        .withMessageContaining("2954 characters")
        .withMessageContaining("shorter")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(tooLong.substring(0, 20)));
  }

  @Test
  void nothingAndHalvesOfCharactersAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> QrCode.of(""));
    assertThatIllegalArgumentException().isThrownBy(() -> QrCode.of("\uD83D"));
  }

  @Test
  void theSvgSaysWhatItIsAndHasNothingThatActsOrLoads() throws Exception {
    String svg = QrCode.of("secret").toSvg();

    Element root = root(svg);

    assertThat(root.getAttribute("role")).isEqualTo("img");
    assertThat(root.getAttribute("shape-rendering")).isEqualTo("crispEdges");
    assertThat(root.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("QR code");
    assertThat(root.getElementsByTagName("*").getLength()).isEqualTo(3);
    assertThat(svg).doesNotContain("secret", "href", "script", "url(");
  }

  @Test
  void thePngHasTheSizeAskedForUpToALimit() {
    QrCode largest = QrCode.of(link(new Random(3), 2953));

    assertThat(Pictures.read(largest.toPng(1)).getWidth()).isEqualTo(185);
    assertThat(Pictures.read(largest.toPng(10)).getWidth()).isEqualTo(1850);
    assertThat(Pictures.read(largest.toPng(10)).getColorModel().getPixelSize()).isOne();
    for (int wrong : new int[] {Integer.MIN_VALUE, 0, 11, Integer.MAX_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> largest.toPng(wrong))
          .withMessageContaining("from 1 to 10");
    }
  }

  @Test
  void itsNameKeepsTheTextSecret() {
    assertThat(QrCode.of("secret")).hasToString("QrCode(version 1)");
  }

  static String link(Random random, int length) {
    StringBuilder link = new StringBuilder("https://acme.example/invite?_oob=");
    while (link.length() < length) {
      link.append(BASE64URL.charAt(random.nextInt(BASE64URL.length())));
    }
    return link.substring(0, length);
  }

  private static void assertThatAllIsRead(QrCode code, String description) throws Exception {
    boolean[][] drawn = ofPng(code);
    assertThat(QrReader.read(Pictures.png(drawn))).as(description).contains(code.text());
    assertThat(QrReader.read(code.toPng(1))).as(description).contains(code.text());
    assertThat(QrReader.read(code.toPng(3))).as(description).contains(code.text());
    assertThat(ofSvg(code)).as(description).isDeepEqualTo(drawn);
    assertThat(ofLines(code.toTerminal().replaceAll("\u001B\\[[0-9;]*m", ""), true))
        .as(description)
        .isDeepEqualTo(drawn);
    assertThat(ofLines(code.toText(), false)).as(description).isDeepEqualTo(drawn);
  }

  private static boolean[][] ofPng(QrCode code) {
    BufferedImage picture = Pictures.read(code.toPng(1));
    boolean[][] dark = new boolean[picture.getHeight()][picture.getWidth()];
    for (int y = 0; y < dark.length; y++) {
      for (int x = 0; x < dark.length; x++) {
        dark[y][x] = (picture.getRGB(x, y) & 0xFF) == 0;
      }
    }
    return dark;
  }

  private static boolean[][] ofSvg(QrCode code) throws Exception {
    Element root = root(code.toSvg());
    int side = Integer.parseInt(root.getAttribute("viewBox").split(" ", 4)[2]);
    boolean[][] dark = new boolean[side][side];
    String path = ((Element) root.getElementsByTagName("path").item(1)).getAttribute("d");
    String run = "M(\\d+) (\\d+)h(\\d+)v1h-\\3z";
    assertThat(path.replaceAll(run, "")).isEmpty();
    for (MatchResult match : Pattern.compile(run).matcher(path).results().toList()) {
      int start = Integer.parseInt(match.group(1));
      for (int x = start; x < start + Integer.parseInt(match.group(3)); x++) {
        dark[Integer.parseInt(match.group(2))][x] = true;
      }
    }
    return dark;
  }

  private static Element root(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
        .getDocumentElement();
  }

  /** Modules of half blocks, which draw the dark ones or the light ones. */
  static boolean[][] ofLines(String lines, boolean areBlocksDark) {
    List<String> line = lines.lines().toList();
    int side = line.get(0).length();
    assertThat(line).hasSize(side / 2 + 1).allMatch(each -> each.length() == side);
    boolean[][] dark = new boolean[side][side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        String blocks = y % 2 == 0 ? "█▀" : "█▄";
        dark[y][x] = blocks.indexOf(line.get(y / 2).charAt(x)) >= 0 == areBlocksDark;
      }
    }
    return dark;
  }
}
