package org.ztclinical.servlet;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.Parameters;

/**
 * Shows the application exactly the request it was permitted to perform: method, path, query,
 * parameters, headers and body are those of the {@link CanonicalRequest}, and HEAD looks like GET
 * so that the answer can be checked.
 */
class NarrowedRequest extends HttpServletRequestWrapper {
  private final CanonicalRequest toPerform;
  private final Map<String, List<String>> headers;
  private final Map<String, String[]> parameters;
  private final Executor callbacks;
  private @Nullable HeldInput input;
  private @Nullable BufferedReader reader;

  /**
   * @param form the parameters in the body, if it is a form
   * @param callbacks runs read listeners
   */
  NarrowedRequest(
      HttpServletRequest container,
      CanonicalRequest toPerform,
      Parameters form,
      Map<String, List<String>> headers,
      Executor callbacks) {
    super(container);
    this.toPerform = toPerform;
    this.headers = headers;
    this.parameters = merged(toPerform.query().and(form));
    this.callbacks = callbacks;
  }

  @Override
  public String getMethod() {
    return toPerform.method() == HttpMethod.HEAD ? "GET" : toPerform.method().name();
  }

  @Override
  public String getRequestURI() {
    String uri = super.getRequestURI();
    boolean root = uri.length() == super.getContextPath().length() + 1;
    return root ? uri : withoutTrailingSlash(uri);
  }

  @Override
  public StringBuffer getRequestURL() {
    StringBuffer url = super.getRequestURL();
    url.setLength(url.length() - super.getRequestURI().length() + getRequestURI().length());
    return url;
  }

  @Override
  public String getServletPath() {
    return super.getPathInfo() == null
        ? withoutTrailingSlash(super.getServletPath())
        : super.getServletPath();
  }

  @Override
  public @Nullable String getPathInfo() {
    String info = super.getPathInfo();
    if (info == null || (info.equals("/") && super.getServletPath().isEmpty())) {
      return info;
    }
    return info.equals("/") ? null : withoutTrailingSlash(info);
  }

  @Override
  public @Nullable String getQueryString() {
    return toPerform.query().isEmpty() ? null : toPerform.query().toQuery();
  }

  @Override
  public @Nullable String getParameter(String name) {
    String[] values = parameters.get(name);
    return values == null ? null : values[0];
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    return Collections.unmodifiableMap(parameters);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(parameters.keySet());
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    String[] values = parameters.get(name);
    return values == null ? null : values.clone();
  }

  @Override
  public @Nullable String getHeader(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst().orElse(null);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return Collections.enumeration(headers.getOrDefault(name, List.of()));
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    return Collections.enumeration(headers.keySet());
  }

  @Override
  public int getIntHeader(String name) {
    String value = getHeader(name);
    return value == null ? -1 : Integer.parseInt(value.strip());
  }

  @Override
  public long getDateHeader(String name) {
    String value = getHeader(name);
    if (value == null) {
      return -1;
    }
    try {
      return ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
          .toInstant()
          .toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("the header is not a date", e);
    }
  }

  @Override
  public @Nullable String getContentType() {
    return getHeader("Content-Type");
  }

  @Override
  public String getCharacterEncoding() {
    return StandardCharsets.UTF_8.name();
  }

  @Override
  public void setCharacterEncoding(String encoding) {
    // The body is UTF-8, or it would have been refused.
  }

  public void setCharacterEncoding(java.nio.charset.@Nullable Charset encoding) {
    // As above; Servlet 6.1.
  }

  @Override
  public int getContentLength() {
    return getHeader("Content-Length") == null ? -1 : toPerform.body().bytes().length;
  }

  @Override
  public long getContentLengthLong() {
    return getContentLength();
  }

  @Override
  public synchronized ServletInputStream getInputStream() {
    if (reader != null) {
      throw new IllegalStateException("getReader was called before");
    }
    return held();
  }

  @Override
  public synchronized BufferedReader getReader() {
    if (reader == null) {
      if (input != null) {
        throw new IllegalStateException("getInputStream was called before");
      }
      reader = new BufferedReader(new InputStreamReader(held(), StandardCharsets.UTF_8));
    }
    return reader;
  }

  private HeldInput held() {
    if (input == null) {
      input = new HeldInput(toPerform.body().bytes(), callbacks);
    }
    return input;
  }

  private static Map<String, String[]> merged(Parameters all) {
    Map<String, List<String>> byName = new LinkedHashMap<>();
    for (Parameters.Parameter parameter : all.list()) {
      byName.computeIfAbsent(parameter.name(), name -> new ArrayList<>()).add(parameter.value());
    }
    Map<String, String[]> merged = new LinkedHashMap<>();
    byName.forEach((name, values) -> merged.put(name, values.toArray(String[]::new)));
    return merged;
  }

  /** The canonical path has none; the root keeps its only one. */
  private static String withoutTrailingSlash(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
