package org.ztclinical.samples.clinic.auth;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.security.web.csrf.CsrfToken;

/** {@code GET /login}: the form for user name, password and one-time code. */
final class LoginPage extends HttpServlet {
  private static final long serialVersionUID = 1L;

  static final String PATH = "/login";

  private static final String FORM =
      """
      <!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><title>Clinic login</title></head>
      <body>
      <h1>Demonstration clinic</h1>
      <p>Synthetic patients, demonstration logins. Do not type a real password.</p>
      %s
      <form method="post" action="/login">
      <input type="hidden" name="_csrf" value="%s">
      <p><label>User name <input name="username" autocomplete="username"></label></p>
      <p><label>Password
      <input name="password" type="password" autocomplete="current-password"></label></p>
      <p><label>One-time code, if you have one
      <input name="otp" inputmode="numeric" maxlength="6" autocomplete="one-time-code"></label></p>
      <p><button>Log in</button></p>
      </form>
      </body>
      </html>
      """;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    CsrfToken csrf = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
    String problem =
        request.getParameter("error") == null
            ? ""
            : "<p role=\"alert\">User name, password or one-time code is wrong.</p>";
    response.setContentType("text/html; charset=utf-8");
    response
        .getOutputStream()
        .write(FORM.formatted(problem, csrf.getToken()).getBytes(StandardCharsets.UTF_8));
  }
}
