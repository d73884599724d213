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
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ztclinical.enforce.AnswerSink;
import org.ztclinical.enforce.Limits;
import org.ztclinical.enforce.Response;

/**
 * Looks to the application like the container's response and keeps everything: status, headers,
 * cookies, body, errors and redirects. Nothing reaches the container until the whole was checked,
 * so {@code flushBuffer} sends nothing and the response stays resettable. Only a body that is too
 * large to be held, and can be checked piece by piece, goes on to the sink; from then on the
 * response is committed. After {@code sendError} and {@code sendRedirect} whatever else is written
 * is dropped, as a container would.
 *
 * <p>Methods of Servlet 6.1 and 6.2 are here without {@code @Override}: on newer containers the
 * inherited ones would go past this class.
 */
final class CapturedResponse extends CapturedHead implements Spill {
  private static final String TOMCAT = "org.apache.catalina.";

  private final HeldBytes body;
  private final HeldOutput output;
  private boolean streamUsed;
  private @Nullable PrintWriter writer;
  private volatile boolean finished;
  private final boolean hidesContainer;
  private @Nullable Response replacement;
  private volatile @Nullable AnswerSink sink;

  /**
   * @param callbacks runs write listeners
   */
  CapturedResponse(HttpServletResponse container, Limits limits, Executor callbacks) {
    super(container);
    this.hidesContainer = container.getClass().getName().startsWith(TOMCAT);
    this.body = new HeldBytes(limits.maxResponseBodyBytes(), limits.streamAboveBytes(), this);
    this.output = new HeldOutput(body, callbacks);
  }

  /** A body that is too large to be held is offered to this sink. */
  void offerTo(AnswerSink large) {
    sink = large;
  }

  @Override
  public boolean offer(byte[] bytes, int from, int to) {
    AnswerSink large = sink;
    return large != null && large.offer(getStatus(), headerFields(), bytes, from, to);
  }

  @Override
  public void write(byte[] bytes, int from, int to) throws IOException {
    Objects.requireNonNull(sink, "a sink has taken the answer").write(bytes, from, to);
  }

  /**
   * What the application answered. Whatever it writes afterwards is dropped. Where a sink has taken
   * the body, the response is without it.
   *
   * @throws IOException when the answer is larger than the limit, or cannot be replaced any more
   */
  synchronized Response take() throws IOException {
    if (replacement != null) {
      if (body.isSpilling()) {
        throw new IOException("an answer was to be replaced that had left in part");
      }
      return replacement;
    }
    flushWriter();
    body.seal();
    finished = true;
    if (body.isOverflown()) {
      throw new IOException("the answer is larger than the configured limit");
    }
    return Response.of(getStatus(), headerFields(), body.toByteArray());
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
      writer = new PrintWriter(new OutputStreamWriter(body, charset(getCharacterEncoding())));
      fixCharset();
    }
    return writer;
  }

  @Override
  public synchronized void flushBuffer() {
    flushWriter();
  }

  @Override
  public boolean isCommitted() {
    return finished || body.isSpilling();
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
    body.clear(this::flushWriter);
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
    setContentType(null);
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
    if (isCommitted()) {
      throw new IllegalStateException("the response is complete, or has left in part");
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
