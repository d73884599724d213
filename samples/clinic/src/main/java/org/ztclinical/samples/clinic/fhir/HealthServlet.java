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

/** {@code GET /health}: 200 when the database answers, else 503. It tells nothing else. */
final class HealthServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Supplier<DataSource> database;

  HealthServlet(Supplier<DataSource> database) {
    this.database = database;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean up = answers();
    response.setStatus(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    String body = up ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\"}";
    response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
  }

  private boolean answers() {
    try (Connection connection = database.get().getConnection()) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }
}
