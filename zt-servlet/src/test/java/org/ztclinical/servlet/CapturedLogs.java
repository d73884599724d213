package org.ztclinical.servlet;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Where the tests' log goes: nowhere, but while something listens, for whom every level of this
 * library and of what verifies its tokens is on. Public, because SLF4J loads it.
 */
public final class CapturedLogs implements SLF4JServiceProvider {
  private static final List<String> LINES = new CopyOnWriteArrayList<>();
  private static final List<String> HEARD = List.of("org.ztclinical", "com.nimbusds");
  private static volatile boolean listening;

  private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter contexts = new NOPMDCAdapter();

  /** Listens while this runs, and gives all that was logged, causes of exceptions included. */
  static List<String> of(Work work) throws Exception {
    LINES.clear();
    listening = true;
    try {
      work.run();
      return List.copyOf(LINES);
    } finally {
      listening = false;
      LINES.clear();
    }
  }

  interface Work {
    void run() throws Exception;
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return name -> loggers.computeIfAbsent(name, Captured::new);
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return contexts;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {}

  private static final class Captured extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    private final boolean heard;

    Captured(String name) {
      this.name = name;
      this.heard = HEARD.stream().anyMatch(name::startsWith);
    }

    @Override
    public boolean isTraceEnabled() {
      return heard && listening;
    }

    @Override
    public boolean isDebugEnabled() {
      return isTraceEnabled();
    }

    @Override
    public boolean isInfoEnabled() {
      return isTraceEnabled();
    }

    @Override
    public boolean isWarnEnabled() {
      return isTraceEnabled();
    }

    @Override
    public boolean isErrorEnabled() {
      return isTraceEnabled();
    }

    @Override
    protected String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level, Marker marker, String text, Object[] arguments, Throwable thrown) {
      StringWriter line = new StringWriter();
      line.append(level + " " + name + " " + MessageFormatter.basicArrayFormat(text, arguments));
      if (thrown != null) {
        thrown.printStackTrace(new PrintWriter(line, true));
      }
      LINES.add(line.toString());
    }
  }
}
