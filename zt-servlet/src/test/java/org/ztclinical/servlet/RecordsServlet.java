package org.ztclinical.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ztclinical.access.Permit;

/** Serves {@link Records} as FHIR, in the way the header {@code X-Behaviour} asks for. */
final class RecordsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Records records = new Records();
  private final transient Map<String, Behaviours.Behaviour> behaviours = Behaviours.all(records);
  private transient volatile Seen seen;

  /** What the application saw of a request. */
  record Seen(
      String method,
      String uri,
      String servletPath,
      String pathInfo,
      String query,
      Map<String, List<String>> parameters,
      Map<String, List<String>> headers,
      String body,
      String user,
      Permit permit) {}

  Seen seen() {
    return seen;
  }

  void forget() {
    seen = null;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String behaviour = request.getHeader("X-Behaviour");
    look(request, behaviour == null || !behaviour.startsWith("read-"));
    if (behaviour == null) {
      Behaviours.stream(response, answer(request, response));
    } else {
      behaviours.get(behaviour).serve(request, response, this);
    }
  }

  /** Sets the status and gives the body. */
  String answer(HttpServletRequest request, HttpServletResponse response) {
    response.setContentType("application/fhir+json");
    boolean include = request.getDispatcherType() == DispatcherType.INCLUDE;
    Object info =
        include ? request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO) : request.getPathInfo();
    String path = info == null ? "" : info.toString().substring(1);
    switch (request.getMethod()) {
      case "GET" -> {
        return path.contains("/") ? read(path, response) : search(path, request, response);
      }
      case "POST" -> {
        if (path.endsWith("/_search")) {
          return search(path.substring(0, path.indexOf('/')), request, response);
        }
        response.setStatus(201);
        response.setHeader("Location", TestApplication.BASE_URL + "/" + path + "/new");
        return "";
      }
      default -> {
        response.setStatus(405);
        return outcome("not-supported");
      }
    }
  }

  private String read(String path, HttpServletResponse response) {
    return records
        .read(path)
        .orElseGet(
            () -> {
              response.setStatus(404);
              return outcome("not-found");
            });
  }

  private String search(String type, HttpServletRequest request, HttpServletResponse response) {
    return records
        .search(type, request.getParameterMap())
        .orElseGet(
            () -> {
              response.setStatus(400);
              return outcome("not-supported");
            });
  }

  private void look(HttpServletRequest request, boolean withBody) throws IOException {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(name, Collections.list(request.getHeaders(name)));
    }
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    request.getParameterMap().forEach((name, values) -> parameters.put(name, List.of(values)));
    seen =
        new Seen(
            request.getMethod(),
            request.getRequestURI(),
            request.getServletPath(),
            request.getPathInfo(),
            request.getQueryString(),
            parameters,
            headers,
            withBody
                ? new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                : "",
            request.getRemoteUser(),
            (Permit) request.getAttribute(ZeroTrustFilter.PERMIT_ATTRIBUTE));
  }

  static String outcome(String code) {
    return "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\""
        + code
        + "\",\"diagnostics\":\"application words\"}]}";
  }
}
