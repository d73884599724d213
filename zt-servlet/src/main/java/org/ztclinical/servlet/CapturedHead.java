package org.ztclinical.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.nio.charset.Charset;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The half of {@link CapturedResponse} that keeps status and headers. */
abstract class CapturedHead extends HttpServletResponseWrapper {
  private final HeldHeaders headers = new HeldHeaders();
  private int status = SC_OK;
  private @Nullable Locale locale;

  CapturedHead(HttpServletResponse container) {
    super(container);
  }

  /** True once nothing may be changed any more. */
  abstract boolean isFinished();

  final HeldHeaders headers() {
    return headers;
  }

  final synchronized void clearHead() {
    headers.clear();
    status = SC_OK;
    locale = null;
  }

  @Override
  public synchronized void setStatus(int code) {
    if (!isFinished()) {
      status = code;
    }
  }

  @Override
  public synchronized int getStatus() {
    return status;
  }

  @Override
  public void addCookie(Cookie cookie) {
    addHeader("Set-Cookie", SetCookie.format(cookie));
  }

  @Override
  public synchronized void setHeader(String name, @Nullable String value) {
    if (!isFinished()) {
      headers.set(name, value);
    }
  }

  @Override
  public synchronized void addHeader(String name, @Nullable String value) {
    if (!isFinished()) {
      headers.add(name, value);
    }
  }

  @Override
  public void setDateHeader(String name, long millis) {
    setHeader(name, HeldHeaders.date(millis));
  }

  @Override
  public void addDateHeader(String name, long millis) {
    addHeader(name, HeldHeaders.date(millis));
  }

  @Override
  public void setIntHeader(String name, int value) {
    setHeader(name, Integer.toString(value));
  }

  @Override
  public void addIntHeader(String name, int value) {
    addHeader(name, Integer.toString(value));
  }

  @Override
  public synchronized boolean containsHeader(String name) {
    return headers.contains(name);
  }

  @Override
  public synchronized @Nullable String getHeader(String name) {
    return headers.values(name).stream().findFirst().orElse(null);
  }

  @Override
  public synchronized Collection<String> getHeaders(String name) {
    return headers.values(name);
  }

  @Override
  public synchronized Collection<String> getHeaderNames() {
    return headers.names();
  }

  @Override
  public void setContentType(@Nullable String type) {
    setHeader(HeldHeaders.CONTENT_TYPE, type);
  }

  @Override
  public synchronized @Nullable String getContentType() {
    return headers.contentType();
  }

  @Override
  public synchronized void setCharacterEncoding(@Nullable String charset) {
    if (!isFinished()) {
      headers.setCharset(charset);
    }
  }

  public void setCharacterEncoding(@Nullable Charset charset) {
    setCharacterEncoding(charset == null ? null : charset.name());
  }

  @Override
  public synchronized String getCharacterEncoding() {
    return headers.charset();
  }

  @Override
  public synchronized void setLocale(Locale locale) {
    this.locale = locale;
    setHeader("Content-Language", locale.toLanguageTag());
  }

  @Override
  public synchronized Locale getLocale() {
    return locale == null ? Locale.getDefault() : locale;
  }
}
