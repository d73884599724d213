package org.ztclinical.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ztclinical.enforce.Response;

/**
 * Looks to the application like the container's response and keeps everything: status, headers,
 * cookies, body, errors and redirects. Nothing reaches the container until the whole was checked,
 * so {@code flushBuffer} sends nothing and the response stays resettable. After {@code sendError}
 * and {@code sendRedirect} whatever else is written is dropped, as a container would.
 *
 * <p>Methods of Servlet 6.1 and 6.2 are here without {@code @Override}: on newer containers the
 * inherited ones would go past this class.
 */
final class CapturedResponse extends CapturedHead {
  private static final String TOMCAT = "org.apache.catalina.";

  private final HeldBytes body;
  private final HeldOutput output;
  private boolean streamUsed;
  private @Nullable PrintWriter writer;
  private boolean finished;
  private final boolean hidesContainer;
  private @Nullable Response replacement;

  /**
   * @param callbacks runs write listeners
   */
  CapturedResponse(HttpServletResponse container, int maxBodyBytes, Executor callbacks) {
    super(container);
    this.hidesContainer = container.getClass().getName().startsWith(TOMCAT);
    this.body = new HeldBytes(maxBodyBytes);
    this.output = new HeldOutput(body, callbacks);
  }

  /**
   * What the application answered. Whatever it writes afterwards is dropped.
   *
   * @throws IOException when the answer is larger than the limit
   */
  synchronized Response take() throws IOException {
    if (replacement != null) {
      return replacement;
    }
    flushWriter();
    body.seal();
    finished = true;
    if (body.isOverflown()) {
      throw new IOException("the answer is larger than the configured limit");
    }
    return Response.of(getStatus(), headers().toMap(), body.toByteArray());
  }

  /**
   * Tomcat's own response is hidden: after a forward Tomcat 11 looks for it inside all wrappers and
   * closes it, although nothing of the answer is there yet; and an application that unwraps must
   * not find it. Jetty needs to find its own. What Tomcat puts in between for an include it may
   * take out.
   */
  @Override
  public ServletResponse getResponse() {
    ServletResponse inner = super.getResponse();
    return hidesContainer && !(inner instanceof ServletResponseWrapper) ? StandIn.of(this) : inner;
  }

  /** Answers with this instead of anything the application writes. */
  synchronized void replaceWith(Response response) {
    replacement = response;
    finish();
  }

  @Override
  public synchronized ServletOutputStream getOutputStream() {
    if (writer != null) {
      throw new IllegalStateException("getWriter was called before");
    }
    streamUsed = true;
    return output;
  }

  @Override
  public synchronized PrintWriter getWriter() throws UnsupportedEncodingException {
    if (streamUsed) {
      throw new IllegalStateException("getOutputStream was called before");
    }
    if (writer == null) {
      writer = new PrintWriter(new OutputStreamWriter(body, charset(headers().charset())));
      headers().fixCharset();
    }
    return writer;
  }

  @Override
  public synchronized void flushBuffer() {
    flushWriter();
  }

  @Override
  public synchronized boolean isCommitted() {
    return finished;
  }

  @Override
  boolean isFinished() {
    return isCommitted();
  }

  @Override
  public synchronized void reset() {
    resetBuffer();
    clearHead();
    streamUsed = false;
    writer = null;
  }

  @Override
  public synchronized void resetBuffer() {
    refuseWhenFinished();
    flushWriter();
    body.clear();
  }

  @Override
  public void setBufferSize(int size) {
    // Everything is buffered up to the limit.
  }

  @Override
  public int getBufferSize() {
    return 32 * 1024;
  }

  @Override
  public void sendError(int code) {
    sendError(code, null);
  }

  /**
   * Keeps the status; the message is dropped, because an error page of ours would have to show it.
   */
  @Override
  public synchronized void sendError(int code, @Nullable String message) {
    resetBuffer();
    headers().setContentType(null);
    setStatus(code);
    finish();
  }

  @Override
  public void sendRedirect(String location) {
    sendRedirect(location, SC_FOUND, true);
  }

  public void sendRedirect(String location, int code) {
    sendRedirect(location, code, true);
  }

  public void sendRedirect(String location, boolean clearBuffer) {
    sendRedirect(location, SC_FOUND, clearBuffer);
  }

  public synchronized void sendRedirect(String location, int code, boolean clearBuffer) {
    refuseWhenFinished();
    if (clearBuffer) {
      resetBuffer();
    }
    setStatus(code);
    setHeader("Location", location);
    finish();
  }

  public void sendEarlyHints() {
    // Nothing leaves early.
  }

  @Override
  public void setContentLength(int length) {
    // The length is that of the checked answer.
  }

  @Override
  public void setContentLengthLong(long length) {
    // The length is that of the checked answer.
  }

  /** A session id in a URL would be refused when it comes back. */
  @Override
  public String encodeURL(String url) {
    return url;
  }

  @Override
  public String encodeRedirectURL(String url) {
    return url;
  }

  @Override
  public void setTrailerFields(Supplier<Map<String, String>> supplier) {
    // Trailers would leave after the check.
  }

  @Override
  public @Nullable Supplier<Map<String, String>> getTrailerFields() {
    return null;
  }

  private void finish() {
    flushWriter();
    body.seal();
    finished = true;
  }

  private void flushWriter() {
    if (writer != null) {
      writer.flush();
    }
  }

  private void refuseWhenFinished() {
    if (finished) {
      throw new IllegalStateException("the response is complete");
    }
  }

  private static Charset charset(String name) throws UnsupportedEncodingException {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new UnsupportedEncodingException(name);
    }
  }
}
