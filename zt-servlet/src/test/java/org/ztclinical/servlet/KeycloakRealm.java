package org.ztclinical.servlet;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;

/** A realm of Keycloak, and its clients and administrator as they call it over HTTP. */
final class KeycloakRealm implements AutoCloseable {
  private static final JsonReader JSON = JsonReader.of(JsonLimits.forResources());
  private static final String ADMIN = "administrator";
  private static final String TOKEN = "/protocol/openid-connect/token";

  private final KeycloakServer server;
  private final RSAKey clientKey;
  private final String adminSecret;
  private final String serverSecret;
  private final String userPassword;
  private final HttpClient http = HttpClient.newHttpClient();

  private KeycloakRealm(Path home, String file, String audience, List<Certificate> clients)
      throws Exception {
    this.clientKey =
        new RSAKeyGenerator(2_048).keyID("client-key").keyUse(KeyUse.SIGNATURE).generate();
    this.adminSecret = secret();
    this.serverSecret = secret();
    this.userPassword = secret();
    String jwks = new JWKSet(clientKey.toPublicJWK()).toString();
    String realm =
        file.replace("@AUDIENCE@", audience)
            .replace("@CLIENT_JWKS@", jwks.replace("\"", "\\\""))
            .replace("@SERVER_SECRET@", serverSecret)
            .replace("@USER_PASSWORD@", userPassword);
    this.server = KeycloakServer.start(home, realm, Map.entry(ADMIN, adminSecret), clients);
  }

  /** Every secret and every key of it is made now. */
  static KeycloakRealm start(Path home, String audience, Certificate... clients) throws Exception {
    Path file = Path.of("src/test/resources/keycloak/realm.json");
    return new KeycloakRealm(home, Files.readString(file), audience, List.of(clients));
  }

  private static String secret() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  String issuer() {
    return server.realm();
  }

  URI introspection() {
    return URI.create(issuer() + TOKEN + "/introspect");
  }

  String tokenUrl() {
    return issuer() + TOKEN;
  }

  /** Of the client {@code fhir-server}, which asks about tokens. */
  String serverSecret() {
    return serverSecret;
  }

  /** A token by client_credentials and private_key_jwt. */
  String clientToken(String client, String... headers) throws Exception {
    return token(call(http, tokenUrl(), clientCredentials(client), headers));
  }

  /** The same from a connection that shows a certificate, or not. */
  String clientToken(String client, TestTls.Client tls) throws Exception {
    HttpClient secure = HttpClient.newBuilder().sslContext(tls.context()).build();
    String url = tokenUrl().replace(server.root(), server.secureRoot());
    return token(call(secure, url, clientCredentials(client)));
  }

  private Map<String, String> clientCredentials(String client) throws JOSEException {
    Map<String, String> form = signed(client);
    form.put("grant_type", "client_credentials");
    form.put("scope", "system/Patient.rs");
    return form;
  }

  /** A user's login at the portal: access and refresh token, and the login's id. */
  JsonObject login() throws Exception {
    Map<String, String> form = signed("clinic-portal");
    form.put("grant_type", "password");
    form.put("username", "synthetic-user");
    form.put("password", userPassword);
    form.put("scope", "openid launch/patient patient/Patient.rs");
    return call(http, tokenUrl(), form);
  }

  /** The user logs out at the portal. */
  void logout(JsonObject login) throws Exception {
    Map<String, String> form = signed("clinic-portal");
    form.put("refresh_token", login.string("refresh_token").orElseThrow());
    call(http, issuer() + "/protocol/openid-connect/logout", form);
  }

  /** The client gives a token back (RFC 7009). */
  void revoke(String client, String token) throws Exception {
    Map<String, String> form = signed(client);
    form.put("token", token);
    call(http, issuer() + "/protocol/openid-connect/revoke", form);
  }

  private Map<String, String> signed(String client) throws JOSEException {
    Instant now = Instant.now();
    SignedJWT assertion =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(clientKey.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(client)
                .subject(client)
                .audience(issuer())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .build());
    assertion.sign(new RSASSASigner(clientKey));
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", client);
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", assertion.serialize());
    return form;
  }

  /** Where Keycloak sends the portal's logout tokens. */
  void sendLogoutsTo(String url) throws Exception {
    String found = admin("GET", "/clients?clientId=clinic-portal", "");
    admin(
        "PUT",
        "/clients/" + elements(found).get(0).string("id").orElseThrow(),
        "{\"clientId\":\"clinic-portal\",\"attributes\":{\"backchannel.logout.url\":\""
            + url
            + "\"}}");
  }

  /** An administrator ends a login. */
  void endSession(String id) throws Exception {
    admin("DELETE", "/sessions/" + id, "");
  }

  /** Adds a key that signs from now on. */
  void addKey(String name) throws Exception {
    String realm = object(admin("GET", "", "")).string("id").orElseThrow();
    admin(
        "POST",
        "/components",
        "{\"name\":\""
            + name
            + "\",\"providerId\":\"rsa-generated\","
            + "\"providerType\":\"org.keycloak.keys.KeyProvider\",\"parentId\":\""
            + realm
            + "\",\"config\":{\"priority\":[\"1000\"],\"algorithm\":[\"RS256\"]}}");
  }

  /** Removes all keys for RS256 but this. */
  void removeKeysExcept(String name) throws Exception {
    String found = admin("GET", "/components?type=org.keycloak.keys.KeyProvider", "");
    for (JsonObject component : elements(found)) {
      boolean signs = component.string("providerId").filter("rsa-generated"::equals).isPresent();
      if (signs && component.string("name").filter(name::equals).isEmpty()) {
        admin("DELETE", "/components/" + component.string("id").orElseThrow(), "");
      }
    }
  }

  private String admin(String method, String path, String body) throws Exception {
    Map<String, String> form =
        Map.of(
            "grant_type", "client_credentials", "client_id", ADMIN, "client_secret", adminSecret);
    String token = token(call(http, server.root() + "/realms/master" + TOKEN, form));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.root() + "/admin/realms/clinic" + path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return answered(http, request);
  }

  private static JsonObject call(
      HttpClient client, String url, Map<String, String> form, String... headers) throws Exception {
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    String answer = answered(client, request.build());
    return answer.isBlank() ? new JsonObject(Map.of()) : object(answer);
  }

  private static String answered(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(
          request.method()
              + " "
              + request.uri()
              + ": "
              + response.statusCode()
              + " "
              + response.body());
    }
    return response.body();
  }

  static String token(JsonObject answer) {
    return answer.string("access_token").orElseThrow();
  }

  private static JsonObject object(String text) throws JsonSyntaxException {
    return JSON.readObject(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<JsonObject> elements(String text) throws JsonSyntaxException {
    return ((JsonArray) JSON.read(text)).elements().stream().map(JsonObject.class::cast).toList();
  }

  @Override
  public void close() {
    server.close();
  }
}
