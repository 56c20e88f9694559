package org.entente.examples;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionState;
import org.entente.examples.qr.QrCode;

/**
 * What a sample prints: plain lines for programs, and a little more for people at a terminal.
 * Thread-safe.
 */
final class Output {
  private static final String DIM = "\u001B[2m";
  private static final String BOLD = "\u001B[1m";
  private static final String GREEN = "\u001B[32m";
  private static final String PLAIN = "\u001B[0m";

  private final PrintStream out;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private long lastEvent;

  Output(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  static Output standard() {
    return new Output(System.out, isTerminal());
  }

  // From JDK 22 to 24 there is a console even for a pipe, and no way to ask that compiles on 17.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    int version = Runtime.version().feature();
    return (version < 22 || version > 24) && System.console() != null;
  }

  void invitation(String url) {
    hint("Hand this to the invitee, for instance to the sample Invitee as --invitation:");
    line("invitation: " + url, BOLD);
  }

  /** Draws a link for a phone, or says why that is no good. */
  void qrCode(String link) {
    QrCode code;
    try {
      code = QrCode.of(link);
    } catch (IllegalArgumentException e) {
      line("No QR code: " + e.getMessage(), "");
      return;
    }
    hint(
        "The QR code takes %d columns and %d lines; make the letters smaller if it breaks."
            .formatted(code.side(), code.side() / 2 + 1));
    block(terminal ? code.toTerminal() : code.toText());
    if (!code.isComfortable()) {
      line("Phones may not read this QR code: the link is long. A shorter --endpoint helps.", "");
    }
  }

  /** Prints a state that is entered, unless it has been printed: listeners may hear of it again. */
  synchronized void state(Connection connection) {
    if (connection.eventCount() <= lastEvent) {
      return;
    }
    lastEvent = connection.eventCount();
    line("state: " + connection.state(), connection.isEstablished() ? GREEN : "");
    if (connection.state() == ConnectionState.INVITATION_GENERATED) {
      hint("Waiting for somebody to accept it …");
    }
    if (connection.isEstablished()) {
      connection.theirDid().ifPresent(did -> line("established: " + did, GREEN));
    }
  }

  void message(String text) {
    line("message: " + printable(text), BOLD);
  }

  /** Something for people only. */
  void hint(String text) {
    if (terminal) {
      line(text, DIM);
    }
  }

  /**
   * A peer's text, fit to be printed: no control characters, nothing that turns the line around.
   */
  static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean harmful =
                  type == Character.CONTROL
                      || type == Character.FORMAT
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR
                      || type == Character.SURROGATE;
              printable.appendCodePoint(harmful ? ' ' : c);
            });
    return printable.toString();
  }

  /** Prints lines in the charset of standard output, or in UTF-8 if that cannot have them. */
  private synchronized void block(String lines) {
    // JDK 17 and 18 tell no more than the charset of the system
    String name = System.getProperty("native.encoding", "UTF-8");
    Charset charset = Charset.forName(System.getProperty("stdout.encoding", name));
    byte[] bytes =
        lines.getBytes(charset.newEncoder().canEncode(lines) ? charset : StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  private synchronized void line(String text, String style) {
    if (terminal) {
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      String time = String.format("%3d.%03d ", elapsed.toSeconds(), elapsed.toMillisPart());
      out.println(DIM + time + PLAIN + style + text + PLAIN);
    } else {
      out.println(text);
    }
    out.flush();
  }
}
