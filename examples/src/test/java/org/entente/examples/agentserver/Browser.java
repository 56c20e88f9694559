package org.entente.examples.agentserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.ScriptTimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium, with the page in it, and a person's eyes and hands. */
final class Browser implements AutoCloseable {
  /** Kept from being collected: it misses versions of a protocol that is not used. */
  private static final Logger NOISE = Logger.getLogger("org.openqa.selenium");

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  /** Looks with each frame that is drawn. */
  private static final String AWAIT =
      """
      const [selector, text, found] = arguments;
      (function look() {
        const seen = [...document.querySelectorAll(selector)].find(
          (element) => element.checkVisibility() && element.innerText.includes(text));
        seen ? found(seen) : requestAnimationFrame(look);
      })()""";

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
    var unused = driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(20));
  }

  /** Starts one; skips the test if this machine has none. */
  static Browser start() {
    boolean isThere = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    if (!isThere) {
      System.out.println("skipped: no browser at " + CHROMIUM + " with " + DRIVER);
    }
    assumeTrue(isThere, "there is no browser; README.md has the line that installs one");
    NOISE.setLevel(Level.SEVERE);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.setCapability("goog:loggingPrefs", logs);
    // as root, and in a container with little shared memory
    options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--lang=en");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File(DRIVER.toString()))
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  /** A desktop in the light, with a new session; and the page, once it has heard from its agent. */
  Browser open(AgentServer server) {
    driver.get("data:,");
    driver.manage().logs().get(LogType.BROWSER);
    look(1280, false);
    driver.get(server.url() + "/");
    run("sessionStorage.clear(); window.sinceOpened = true");
    return this;
  }

  /** Opens any address. */
  void open(String url) {
    driver.get(url);
  }

  /** One more tab, in front of the others. */
  void openTab(AgentServer server) {
    var unused = driver.switchTo().newWindow(WindowType.TAB);
    driver.get(server.url() + "/");
  }

  /** Does something to the first tab while another is in front of it. */
  void behind(Runnable task) {
    String front = driver.getWindowHandle();
    var unused = driver.switchTo().window(List.copyOf(driver.getWindowHandles()).get(0));
    task.run();
    unused = driver.switchTo().window(front);
  }

  /** Closes all tabs but the first. */
  void closeTabs() {
    List<String> tabs = List.copyOf(driver.getWindowHandles());
    for (String tab : tabs.subList(1, tabs.size())) {
      driver.switchTo().window(tab).close();
    }
    var unused = driver.switchTo().window(tabs.get(0));
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  /** Waits for something that can be seen. */
  WebElement await(String selector) {
    return await(selector, "");
  }

  /** Waits for something that can be seen and has words in it. */
  WebElement await(String selector, String text) {
    try {
      return (WebElement) driver.executeAsyncScript(AWAIT, selector, text);
    } catch (ScriptTimeoutException e) {
      throw new AssertionError(
          "no " + selector + " with \"" + text + "\" in:\n" + find("body").getText(), e);
    }
  }

  void click(String selector) {
    await(selector).click();
  }

  /** Types into a field, as fast as a paste. */
  void enter(String selector, String text) {
    click(selector);
    enterHere(text);
  }

  /** The same where the focus is. */
  void enterHere(String text) {
    var unused = driver.executeCdpCommand("Input.insertText", Map.of("text", text));
  }

  /** Presses keys, wherever the focus is. */
  void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** Goes on with the tab key until something has the focus. */
  void tabTo(String selector) {
    for (int i = 0; i < 100; i++) {
      if (isFocused(selector)) {
        return;
      }
      press(Keys.TAB);
    }
    throw new AssertionError("the tab key does not lead to " + selector);
  }

  boolean isFocused(String selector) {
    return Boolean.TRUE.equals(
        run("return document.activeElement.matches(arguments[0])", selector));
  }

  @Nullable Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  List<String> texts(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream()
        .map(element -> String.valueOf(element.getDomProperty("textContent")))
        .toList();
  }

  String value(String selector) {
    return String.valueOf(await(selector).getDomProperty("value"));
  }

  /** What a phone would read from a picture on the screen. */
  String qrCode(String selector) throws Exception {
    WebElement picture = await(selector);
    var unused = driver.executeAsyncScript("arguments[0].decode().then(arguments[1])", picture);
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(picture.getScreenshotAs(OutputType.BYTES)));
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    RGBLuminanceSource source = new RGBLuminanceSource(width, height, pixels);
    return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source))).getText();
  }

  /** A window of a width in CSS pixels. */
  void look(int width, boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 860, "deviceScaleFactor", 1, "mobile", width < 600));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** Keeps pictures of the page on a desktop and a phone, in light and dark; nothing sticks out. */
  void photograph(String name) throws IOException {
    Files.createDirectories(SCREENSHOTS);
    for (int width : List.of(390, 1280)) {
      for (boolean dark : List.of(false, true)) {
        look(width, dark);
        assertThat(run("return document.documentElement.scrollWidth > innerWidth"))
            .as("%s is wider than %s pixels", name, width)
            .isEqualTo(false);
        Map<String, Object> picture =
            driver.executeCdpCommand(
                "Page.captureScreenshot", Map.of("captureBeyondViewport", true));
        Files.write(
            SCREENSHOTS.resolve(name + "-" + width + (dark ? "-dark" : "") + ".png"),
            Base64.getDecoder().decode((String) picture.get("data")));
      }
    }
    look(1280, false);
  }

  /** What the browser complains of since the page was opened, but for requests that are refused. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .filter(message -> !message.contains("Failed to load resource"))
        .toList();
  }

  /** Where all that the page is made of comes from. */
  List<URI> sources() {
    Object names = run("return performance.getEntriesByType('resource').map((e) => e.name)");
    return ((List<?>) names).stream().map(name -> URI.create((String) name)).toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
