package org.ztclinical.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The many ways in which applications answer, and some in which they try to get data out. */
final class Behaviours {
  /** Must never be seen by a caller. */
  static final String SECRET = "secret-of-the-application";

  private Behaviours() {}

  interface Behaviour {
    void serve(HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet)
        throws ServletException, IOException;
  }

  static Map<String, Behaviour> all(Records records) {
    Map<String, Behaviour> all = new HashMap<>();
    all.put("writer", (rq, rs, s) -> rs.getWriter().print(s.answer(rq, rs)));
    all.put("flush", Behaviours::flush);
    all.put("reset", Behaviours::reset);
    all.put("close", Behaviours::close);
    all.put("send-error", (rq, rs, s) -> rs.sendError(409, SECRET));
    all.put("redirect", (rq, rs, s) -> rs.sendRedirect("/elsewhere?" + SECRET));
    all.put("throw", (rq, rs, s) -> failLate(rq, rs, s, new IllegalStateException(SECRET)));
    all.put(
        "throw-servlet",
        (rq, rs, s) -> {
          throw new ServletException(SECRET);
        });
    all.put(
        "throw-error",
        (rq, rs, s) -> {
          throw new AssertionError(SECRET);
        });
    all.put("huge", (rq, rs, s) -> huge(rs));
    all.put("huge-swallowed", Behaviours::hugeSwallowed);
    all.put("leak-other", (rq, rs, s) -> leak(rs, records.read("Patient/2").orElseThrow()));
    all.put("leak-all", (rq, rs, s) -> leak(rs, records.all()));
    all.put("unwrap", Behaviours::unwrap);
    all.put("html", (rq, rs, s) -> leak(rs, "text/html", "<p>" + SECRET + "</p>"));
    all.put("gzip", Behaviours::encoded);
    all.put("cookie", Behaviours::cookies);
    all.put("async-complete", Behaviours::asyncComplete);
    all.put("async-complete-at-once", Behaviours::asyncCompleteAtOnce);
    all.put("async-dispatch", Behaviours::asyncDispatch);
    all.put("async-dispatch-other", Behaviours::asyncDispatchOther);
    all.put("async-timeout", Behaviours::asyncTimeout);
    all.put("async-timeout-handled", Behaviours::asyncTimeoutHandled);
    all.put("async-throw", Behaviours::asyncThrow);
    all.put("async-leak", Behaviours::asyncLeak);
    all.put("async-write", Behaviours::asyncWrite);
    all.put("read-async", Behaviours::readAsync);
    all.put("read-reader", Behaviours::readReader);
    all.put(
        "forward-same", (rq, rs, s) -> forward(rq, rs, s, rq.getServletPath() + rq.getPathInfo()));
    all.put("forward-other", (rq, rs, s) -> forward(rq, rs, s, "/fhir/Patient/2"));
    all.put("forward-own", (rq, rs, s) -> forward(rq, rs, s, "/fhir/Patient/1"));
    all.put("forward-odd", (rq, rs, s) -> forward(rq, rs, s, "/fhir/Patient%2f2"));
    all.put("include-other", Behaviours::includeOther);
    all.put("include-own", Behaviours::includeOwn);
    all.put("named", Behaviours::named);
    all.put("upgrade", (rq, rs, s) -> rq.upgrade(null));
    all.put("sendfile", Behaviours::sendfile);
    all.put("trailers", Behaviours::trailers);
    all.putAll(LargeAnswers.all());
    all.putAll(OutcomeAnswers.all());
    all.putAll(ExportAnswers.all());
    all.put("odd", (rq, rs, s) -> odd(rq, rs));
    return all;
  }

  /**
   * Answers with the status, headers and bytes that the request says; a "@" in them stands for as
   * many of the first text as are said, and a "~" for as many of the second.
   */
  private static void odd(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setStatus(request.getIntHeader("X-Odd-Status"));
    for (String name : List.of("Content-Type", "Content-Encoding", "Content-Range", "ETag")) {
      String value = request.getHeader("X-Odd-" + name);
      if (value != null) {
        response.setHeader(name, value);
      }
    }
    byte[] body = Base64.getDecoder().decode(request.getHeader("X-Odd-Body"));
    if (request.getHeader("X-Odd-Times") == null) {
      response.getOutputStream().write(body);
      return;
    }
    int times = request.getIntHeader("X-Odd-Times");
    stream(
        response,
        new String(body, StandardCharsets.UTF_8)
            .replace("@", request.getHeader("X-Odd-First").repeat(times))
            .replace("~", request.getHeader("X-Odd-Second").repeat(times)));
  }

  static void stream(HttpServletResponse response, String body) throws IOException {
    response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
  }

  private static void leak(HttpServletResponse response, String body) throws IOException {
    leak(response, "application/fhir+json", body);
  }

  private static void leak(HttpServletResponse response, String type, String body)
      throws IOException {
    response.setContentType(type);
    response.setContentLength(body.length());
    stream(response, body);
    response.flushBuffer();
  }

  private static void unwrap(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet)
      throws IOException {
    ServletResponse inner = response;
    while (inner instanceof ServletResponseWrapper wrapper) {
      inner = wrapper.getResponse();
    }
    leak((HttpServletResponse) inner, "{\"resourceType\":\"Patient\",\"id\":\"2\"}");
  }

  private static void trailers(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet)
      throws IOException {
    response.setTrailerFields(() -> Map.of("X-Dropped", SECRET));
    stream(response, servlet.answer(request, response));
  }

  private static void flush(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet)
      throws IOException {
    byte[] body = servlet.answer(request, response).getBytes(StandardCharsets.UTF_8);
    response.getOutputStream().write(body, 0, 10);
    response.getOutputStream().flush();
    response.flushBuffer();
    response.getOutputStream().write(body, 10, body.length - 10);
  }

  private static void reset(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet)
      throws IOException {
    response.setHeader("X-Dropped", SECRET);
    response.getWriter().print(SECRET);
    response.flushBuffer();
    response.reset();
    stream(response, servlet.answer(request, response));
  }

  private static void close(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet)
      throws IOException {
    try (ServletOutputStream out = response.getOutputStream()) {
      out.print(servlet.answer(request, response));
    }
  }

  private static void failLate(
      HttpServletRequest request,
      HttpServletResponse response,
      RecordsServlet servlet,
      RuntimeException failure)
      throws IOException {
    stream(response, servlet.answer(request, response));
    response.flushBuffer();
    throw failure;
  }

  private static void huge(HttpServletResponse response) throws IOException {
    response.setContentType("application/fhir+json");
    byte[] block = new byte[64 * 1024];
    for (int i = 0; i < 64; i++) {
      response.getOutputStream().write(block);
    }
  }

  private static void hugeSwallowed(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet)
      throws IOException {
    try {
      huge(response);
    } catch (IOException e) {
      response.resetBuffer();
      stream(response, servlet.answer(request, response));
    }
  }

  private static void encoded(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet)
      throws IOException {
    response.setHeader("Content-Encoding", "gzip");
    stream(response, servlet.answer(request, response));
  }

  private static void cookies(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet)
      throws IOException {
    request.getSession(true);
    jakarta.servlet.http.Cookie cookie = new jakarta.servlet.http.Cookie("theme", "dark");
    cookie.setPath("/");
    response.addCookie(cookie);
    stream(response, servlet.answer(request, response));
  }

  private static void asyncComplete(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet) {
    AsyncContext async = request.startAsync();
    Thread thread = new Thread(() -> answerAndComplete(async, request, response, servlet));
    thread.start();
  }

  private static void asyncCompleteAtOnce(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet) {
    answerAndComplete(request.startAsync(request, response), request, response, servlet);
  }

  private static void answerAndComplete(
      AsyncContext async,
      HttpServletRequest request,
      HttpServletResponse response,
      RecordsServlet servlet) {
    try {
      stream(response, servlet.answer(request, response));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    async.complete();
  }

  private static void asyncDispatch(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet)
      throws IOException {
    if (request.getDispatcherType() == DispatcherType.ASYNC) {
      stream(response, servlet.answer(request, response));
    } else {
      AsyncContext async = request.startAsync();
      new Thread(async::dispatch).start();
    }
  }

  private static void asyncDispatchOther(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet)
      throws IOException {
    if (request.getDispatcherType() == DispatcherType.ASYNC) {
      stream(response, servlet.answer(request, response));
    } else {
      request.startAsync().dispatch("/fhir/Patient/2");
    }
  }

  private static void asyncTimeout(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet)
      throws IOException {
    stream(response, SECRET);
    request.startAsync().setTimeout(50);
  }

  private static void asyncTimeoutHandled(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet) {
    AsyncContext async = request.startAsync();
    async.setTimeout(50);
    async.addListener(
        new AsyncListener() {
          @Override
          public void onTimeout(AsyncEvent event) {
            answerAndComplete(
                event.getAsyncContext(),
                request,
                (HttpServletResponse) event.getSuppliedResponse(),
                servlet);
          }

          @Override
          public void onComplete(AsyncEvent event) {}

          @Override
          public void onError(AsyncEvent event) {}

          @Override
          public void onStartAsync(AsyncEvent event) {}
        });
  }

  private static void asyncThrow(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet) {
    request.startAsync();
    throw new IllegalStateException(SECRET);
  }

  private static void asyncLeak(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet)
      throws IOException {
    AsyncContext async = request.startAsync();
    String other = "{\"resourceType\":\"Patient\",\"id\":\"2\"}";
    leak((HttpServletResponse) async.getResponse(), other);
    async.start(async::complete);
  }

  private static void asyncWrite(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet)
      throws IOException {
    AsyncContext async = request.startAsync();
    ServletOutputStream out = response.getOutputStream();
    String body = servlet.answer(request, response);
    out.setWriteListener(
        new WriteListener() {
          @Override
          public void onWritePossible() throws IOException {
            if (out.isReady()) {
              out.write(body.getBytes(StandardCharsets.UTF_8));
            }
            async.complete();
          }

          @Override
          public void onError(Throwable t) {
            async.complete();
          }
        });
  }

  private static void readAsync(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet)
      throws IOException {
    AsyncContext async = request.startAsync();
    ServletInputStream in = request.getInputStream();
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    in.setReadListener(
        new ReadListener() {
          @Override
          public void onDataAvailable() throws IOException {
            while (in.isReady() && !in.isFinished()) {
              read.write(in.read());
            }
          }

          @Override
          public void onAllDataRead() throws IOException {
            response.setStatus(201);
            response.setHeader("X-Read", Integer.toString(read.size()));
            async.complete();
          }

          @Override
          public void onError(Throwable t) {
            async.complete();
          }
        });
  }

  private static void readReader(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet)
      throws IOException {
    response.setStatus(201);
    response.setIntHeader("X-Read", request.getReader().readLine().length());
  }

  /** Only once: the target is served by the same servlet with the same header. */
  private static void forward(
      HttpServletRequest request,
      HttpServletResponse response,
      RecordsServlet servlet,
      String target)
      throws ServletException, IOException {
    if (request.getDispatcherType() == DispatcherType.FORWARD) {
      stream(response, servlet.answer(request, response));
    } else {
      request.getRequestDispatcher(target).forward(request, response);
    }
  }

  private static void includeOther(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet)
      throws ServletException, IOException {
    if (request.getDispatcherType() == DispatcherType.INCLUDE) {
      stream(response, "{\"resourceType\":\"Patient\",\"id\":\"2\"}");
    } else {
      request.getRequestDispatcher("/fhir/Patient/2").include(request, response);
    }
  }

  private static void includeOwn(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet)
      throws ServletException, IOException {
    response.setContentType("application/fhir+json");
    if (request.getDispatcherType() == DispatcherType.INCLUDE) {
      stream(response, servlet.answer(request, response));
    } else {
      request.getRequestDispatcher(request.getRequestURI()).include(request, response);
    }
  }

  private static void named(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet)
      throws ServletException, IOException {
    request.getServletContext().getNamedDispatcher("named").forward(request, response);
  }

  private static void sendfile(
      HttpServletRequest request, HttpServletResponse response, RecordsServlet servlet)
      throws IOException {
    if (request.getAttribute("org.apache.tomcat.sendfile.support") != null) {
      throw new IOException("sendfile is offered");
    }
    request.setAttribute("org.apache.tomcat.sendfile.filename", "/etc/hostname");
    request.setAttribute("org.apache.tomcat.sendfile.start", 0L);
    request.setAttribute("org.apache.tomcat.sendfile.end", 5L);
    stream(response, servlet.answer(request, response));
  }
}
