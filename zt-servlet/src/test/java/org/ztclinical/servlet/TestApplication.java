package org.ztclinical.servlet;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.ztclinical.ZeroTrust;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.audit.AuditConfig;
import org.ztclinical.enforce.Limits;
import org.ztclinical.fhir.BulkRoutes;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.signal.EventTransmitter;
import org.ztclinical.signal.LogoutRule;
import org.ztclinical.testing.TestIssuer;

/** A protected application in a real container, and the clients that try it. */
final class TestApplication implements AutoCloseable {
  static final String BASE_URL = "https://ehr.example/fhir";
  static final String SIGNALS_AUDIENCE = "client-1";
  static final String PUSH_SECRET = "a-secret-of-this-test-run-alone";
  static final Limits LIMITS =
      new Limits(64 * 1024, 1024 * 1024, 6 * 1024).streaming(32 * 1024, 256 * 1024);

  /** As an application has them that sets none. */
  static final Limits STANDARD = Limits.standard();

  final TestIssuer issuer = TestIssuer.create(InstantSource.system());
  final RecordsServlet records = new RecordsServlet();
  final AtomicInteger errorPages = new AtomicInteger();
  final ZeroTrust zeroTrust;
  private final WebServer server;

  private TestApplication(
      WebServer.Kind kind, Path directory, UnaryOperator<ZeroTrustBuilder> settings)
      throws Exception {
    Path files = Files.createDirectories(directory.resolve("files"));
    Files.writeString(files.resolve("hello.txt"), "a static file");
    this.zeroTrust = settings.apply(builder(issuer, directory.resolve("audit"))).build();
    this.server =
        kind.start(
            files,
            context -> {
              ZeroTrustFilter.register(context, zeroTrust);
              addServlets(context);
            });
  }

  static TestApplication start(WebServer.Kind kind, Path directory) throws Exception {
    return start(kind, directory, builder -> builder);
  }

  /** With further settings, or others. */
  static TestApplication start(
      WebServer.Kind kind, Path directory, UnaryOperator<ZeroTrustBuilder> settings)
      throws Exception {
    return new TestApplication(kind, directory, settings);
  }

  static TestApplication start(WebServer.Kind kind, Path directory, Limits limits)
      throws Exception {
    return start(kind, directory, builder -> builder.limits(limits));
  }

  static ZeroTrust zeroTrust(TestIssuer issuer, Path audit) {
    return builder(issuer, audit).build();
  }

  static ZeroTrustBuilder builder(TestIssuer issuer, Path audit) {
    return ZeroTrust.builder()
        .trustIssuer(issuer.trusted())
        .fhirServer("/fhir", BASE_URL)
        .audit(AuditConfig.at(audit).segmentBytes(256 * 1024))
        .limits(LIMITS)
        .bulkExport(BulkRoutes.below("/bulk/status", "/bulk/files"))
        .allowOrigin("https://app.example")
        .backChannelLogout("/logout", LogoutRule.of(issuer.issuer(), SIGNALS_AUDIENCE))
        .securityEvents(
            "/events",
            EventTransmitter.of(issuer.issuer(), SIGNALS_AUDIENCE).pushSecret(PUSH_SECRET))
        .publicRoute(HttpMethod.GET, "/hello")
        .publicRoute(HttpMethod.POST, "/login")
        .publicRoute(HttpMethod.GET, "/hello.txt")
        .publicRoute(HttpMethod.GET, "/forward")
        .publicRoute(HttpMethod.GET, "/include")
        .publicRoute(HttpMethod.GET, "/send-error");
  }

  int port() {
    return server.port();
  }

  RawClient client() {
    return new RawClient(port());
  }

  /** A token for patient 1. */
  String patientToken() {
    return issuer.mint(
        token -> token.subject("user-1").patient("1").scope("launch/patient patient/*.cruds"));
  }

  /** A token for an app that exports. */
  String exportToken() {
    return issuer.mint(token -> token.subject("app").client("app").scope("system/Observation.rs"));
  }

  private void addServlets(ServletContext context) {
    add(context, "records", records, "/fhir/*");
    add(context, "named", page(TestApplication::named), null);
    add(context, "view", page((rq, rs) -> rs.getWriter().print("a view")), "/WEB-INF/view");
    add(context, "hello", page(TestApplication::hello), "/hello");
    add(context, "login", page(TestApplication::login), "/login");
    add(context, "forward", page(TestApplication::forward), "/forward");
    add(context, "include", page(TestApplication::include), "/include");
    add(context, "undeclared", page((rq, rs) -> rs.getWriter().print("undeclared")), "/undeclared");
    add(
        context,
        "send-error",
        page((rq, rs) -> rs.sendError(404, Behaviours.SECRET)),
        "/send-error");
    add(
        context,
        "error-page",
        page(
            (rq, rs) -> {
              errorPages.incrementAndGet();
              rs.getWriter().print(Behaviours.SECRET);
            }),
        "/error-page");
  }

  static void add(ServletContext context, String name, Servlet servlet, String path) {
    ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
    registration.setAsyncSupported(true);
    if (path != null) {
      registration.addMapping(path);
    }
  }

  interface Page extends Serializable {
    void serve(HttpServletRequest request, HttpServletResponse response)
        throws IOException, jakarta.servlet.ServletException;
  }

  static Servlet page(Page page) {
    return new HttpServlet() {
      private static final long serialVersionUID = 1L;

      @Override
      protected void service(HttpServletRequest request, HttpServletResponse response)
          throws IOException, jakarta.servlet.ServletException {
        page.serve(request, response);
      }
    };
  }

  private static void named(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/fhir+json");
    response.getWriter().print("{\"resourceType\":\"Patient\",\"id\":\"1\"}");
  }

  private static void hello(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    response
        .getWriter()
        .print(
            request.getHeader("Authorization")
                + "|"
                + request.getHeader("X-Forwarded-User")
                + "|"
                + request.getRemoteUser());
  }

  private static void login(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().print(request.getParameter("user") + "|" + request.getParameter("q"));
  }

  private static void forward(HttpServletRequest request, HttpServletResponse response)
      throws IOException, jakarta.servlet.ServletException {
    request.getRequestDispatcher(request.getHeader("X-To")).forward(request, response);
  }

  private static void include(HttpServletRequest request, HttpServletResponse response)
      throws IOException, jakarta.servlet.ServletException {
    response.getWriter().print("before ");
    request.getRequestDispatcher(request.getHeader("X-To")).include(request, response);
    response.getWriter().print(" after");
  }

  @Override
  public void close() {
    server.close();
    zeroTrust.close();
  }
}
