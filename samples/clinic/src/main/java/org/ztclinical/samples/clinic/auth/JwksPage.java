package org.ztclinical.samples.clinic.auth;

import com.nimbusds.jose.jwk.JWKSet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Publishes a client's public keys; private halves are left out whatever it was given. */
final class JwksPage extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final byte[] document;

  JwksPage(JWKSet keys) {
    this.document = keys.toPublicJWKSet().toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/jwk-set+json");
    response.getOutputStream().write(document);
  }
}
