package org.ztclinical.samples.clinic.fhir;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.ztclinical.ZeroTrust;

/**
 * {@code GET /health}: 200 when the database answers and requests can be authenticated and
 * recorded, else 503. It tells nothing else.
 */
final class HealthServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Supplier<DataSource> database;

  HealthServlet(Supplier<DataSource> database) {
    this.database = database;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean up = answers() && isProtected();
    response.setStatus(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    String body = up ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\"}";
    response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
  }

  /** Without keys or an audit log every request is refused, so the server is not up. */
  private boolean isProtected() {
    return getServletContext().getAttribute(ZeroTrust.class.getName())
            instanceof ZeroTrust zeroTrust
        && zeroTrust.health().isUp();
  }

  private boolean answers() {
    try (Connection connection = database.get().getConnection()) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }
}
