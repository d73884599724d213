package org.ztclinical.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.nio.charset.Charset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The half of {@link CapturedResponse} that keeps status and headers, under a lock of its own:
 * nothing is called while it is held, so they can be asked for at any time.
 */
abstract class CapturedHead extends HttpServletResponseWrapper {
  private final HeldHeaders headers = new HeldHeaders();
  private int status = SC_OK;
  private @Nullable Locale locale;

  CapturedHead(HttpServletResponse container) {
    super(container);
  }

  /** True once nothing may be changed any more. */
  abstract boolean isFinished();

  final void clearHead() {
    synchronized (headers) {
      headers.clear();
      status = SC_OK;
      locale = null;
    }
  }

  /** The headers as they are now. */
  final Map<String, List<String>> headerFields() {
    synchronized (headers) {
      return headers.toMap();
    }
  }

  /** The charset of text that is written from now on; it no longer changes. */
  final String fixCharset() {
    synchronized (headers) {
      headers.fixCharset();
      return headers.charset();
    }
  }

  @Override
  public void setStatus(int code) {
    if (!isFinished()) {
      synchronized (headers) {
        status = code;
      }
    }
  }

  @Override
  public int getStatus() {
    synchronized (headers) {
      return status;
    }
  }

  @Override
  public void addCookie(Cookie cookie) {
    addHeader("Set-Cookie", SetCookie.format(cookie));
  }

  @Override
  public void setHeader(String name, @Nullable String value) {
    if (!isFinished()) {
      synchronized (headers) {
        headers.set(name, value);
      }
    }
  }

  @Override
  public void addHeader(String name, @Nullable String value) {
    if (!isFinished()) {
      synchronized (headers) {
        headers.add(name, value);
      }
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
  public boolean containsHeader(String name) {
    synchronized (headers) {
      return headers.contains(name);
    }
  }

  @Override
  public @Nullable String getHeader(String name) {
    synchronized (headers) {
      return headers.values(name).stream().findFirst().orElse(null);
    }
  }

  @Override
  public Collection<String> getHeaders(String name) {
    synchronized (headers) {
      return headers.values(name);
    }
  }

  @Override
  public Collection<String> getHeaderNames() {
    synchronized (headers) {
      return headers.names();
    }
  }

  @Override
  public void setContentType(@Nullable String type) {
    setHeader(HeldHeaders.CONTENT_TYPE, type);
  }

  @Override
  public @Nullable String getContentType() {
    synchronized (headers) {
      return headers.contentType();
    }
  }

  @Override
  public void setCharacterEncoding(@Nullable String charset) {
    if (!isFinished()) {
      synchronized (headers) {
        headers.setCharset(charset);
      }
    }
  }

  public void setCharacterEncoding(@Nullable Charset charset) {
    setCharacterEncoding(charset == null ? null : charset.name());
  }

  @Override
  public String getCharacterEncoding() {
    synchronized (headers) {
      return headers.charset();
    }
  }

  @Override
  public void setLocale(Locale locale) {
    synchronized (headers) {
      this.locale = locale;
    }
    setHeader("Content-Language", locale.toLanguageTag());
  }

  @Override
  public Locale getLocale() {
    synchronized (headers) {
      return locale == null ? Locale.getDefault() : locale;
    }
  }
}
