package org.entente.examples;

import java.io.IOException;
import org.entente.exception.EntenteException;

/** How a sample starts and ends: its exit status, and one line for what went wrong. */
public final class Main {
  /** What a sample does. */
  public interface Body {
    /** Does it, and returns the exit status. */
    int run() throws IOException, InterruptedException;
  }

  private Main() {}

  /** Runs a sample and ends the JVM: 0 if it went well, 1 if not, 2 if it was called wrongly. */
  public static void run(String[] args, String usage, Body body) {
    if (args.length == 1 && args[0].equals("--help")) {
      System.out.println(usage);
      System.exit(0);
    }
    int status;
    try {
      status = body.run();
    } catch (UsageException e) {
      System.err.println("error: " + e.getMessage() + System.lineSeparator() + usage);
      status = 2;
    } catch (EntenteException e) {
      System.err.println("error: " + e.getMessage());
      status = 1;
    } catch (IOException e) {
      System.err.println("error: the files of --data cannot be used: " + e.getMessage());
      status = 1;
    } catch (InterruptedException e) {
      System.err.println("error: interrupted");
      status = 1;
    }
    System.exit(status);
  }
}
