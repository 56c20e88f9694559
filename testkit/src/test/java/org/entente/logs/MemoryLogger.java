package org.entente.logs;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Writes every level to {@link MemoryLogs}, with the thread and with whole stacks. */
final class MemoryLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;

  MemoryLogger(String name) {
    this.name = name;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      @Nullable Object @Nullable [] arguments,
      @Nullable Throwable throwable) {
    String text = MessageFormatter.basicArrayFormat(pattern, arguments);
    String line = "[" + Thread.currentThread().getName() + "] " + level + " " + name + " - " + text;
    MemoryLogs.write(throwable == null ? line : line + "\n" + stack(throwable));
    if (level == Level.ERROR) {
      System.err.println(line);
    }
  }

  private static String stack(Throwable throwable) {
    StringWriter stack = new StringWriter();
    throwable.printStackTrace(new PrintWriter(stack, true));
    return stack.toString();
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  public boolean isTraceEnabled() {
    return true;
  }

  @Override
  public boolean isDebugEnabled() {
    return true;
  }

  @Override
  public boolean isInfoEnabled() {
    return true;
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }
}
