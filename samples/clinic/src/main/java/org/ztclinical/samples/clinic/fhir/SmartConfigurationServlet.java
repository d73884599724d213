package org.ztclinical.samples.clinic.fhir;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.ztclinical.samples.clinic.settings.ClinicSettings;

/**
 * {@code GET [base]/.well-known/smart-configuration}: where an app finds the authorization server
 * and what it can do (SMART 2.2 §conformance).
 */
final class SmartConfigurationServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final byte[] document;

  SmartConfigurationServlet(ClinicSettings settings) {
    this.document = document(settings).toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/json");
    // Any browser app may look where to log in; nothing else here is for any origin.
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setContentLength(document.length);
    response.getOutputStream().write(document);
  }

  private static ObjectNode document(ClinicSettings settings) {
    String issuer = settings.issuer();
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("issuer", issuer);
    json.put("jwks_uri", issuer + "/oauth2/jwks");
    json.put("authorization_endpoint", issuer + "/oauth2/authorize");
    json.put("token_endpoint", issuer + "/oauth2/token");
    put(json, "token_endpoint_auth_methods_supported", "none", "private_key_jwt");
    put(json, "token_endpoint_auth_signing_alg_values_supported", "RS384");
    put(json, "grant_types_supported", "authorization_code", "client_credentials");
    put(json, "response_types_supported", "code");
    put(json, "code_challenge_methods_supported", "S256");
    put(
        json,
        "scopes_supported",
        "openid",
        "fhirUser",
        "launch",
        "launch/patient",
        "patient/*.rs",
        "patient/*.read",
        "user/*.rs",
        "user/*.cruds",
        "user/*.read",
        "user/*.write",
        "system/*.rs",
        "system/*.read");
    put(
        json,
        "capabilities",
        "launch-ehr",
        "launch-standalone",
        "client-public",
        "client-confidential-asymmetric",
        "sso-openid-connect",
        "context-ehr-patient",
        "context-standalone-patient",
        "permission-patient",
        "permission-user",
        "permission-v1",
        "permission-v2");
    return json;
  }

  private static void put(ObjectNode json, String name, String... values) {
    List.of(values).forEach(json.putArray(name)::add);
  }
}
