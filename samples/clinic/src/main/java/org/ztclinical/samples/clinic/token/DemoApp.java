package org.ztclinical.samples.clinic.token;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ztclinical.samples.clinic.personas.OneTimeCode;
import org.ztclinical.samples.clinic.personas.Persona;

/**
 * A public SMART app and its user in one: authorization code with PKCE (RFC 7636) against the
 * clinic's authorization server, login form and one-time code included. Each request is a new
 * browser session.
 */
public final class DemoApp {
  private static final String REDIRECT = "http://127.0.0.1:53682/callback";
  private static final String TWO_FACTORS = "urn:ztclinical:acr:mfa";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final String issuer;
  private final String clientId;
  private final Optional<DemoKey> key;
  private final SecureRandom random = new SecureRandom();

  /**
   * Makes an app.
   *
   * @param issuer base URL of the authorization server
   * @param clientId a registered public client
   */
  public DemoApp(String issuer, String clientId) {
    this(issuer, clientId, Optional.empty());
  }

  private DemoApp(String issuer, String clientId, Optional<DemoKey> key) {
    this.issuer = issuer;
    this.clientId = clientId;
    this.key = key;
  }

  /** The same app, whose tokens are bound to this key (RFC 9449 §5). */
  public DemoApp boundTo(DemoKey own) {
    return new DemoApp(issuer, clientId, Optional.of(own));
  }

  /**
   * Logs a persona in and exchanges the code. The one-time code is typed where there is no login
   * without, and where the request asks for two factors in {@code acr_values}.
   *
   * @param extra further parameters of the authorization request: {@code scope}, {@code aud},
   *     {@code launch}, {@code acr_values}; also replaces what this app would send
   * @throws TokenRefusedException when the server answers with an error at either endpoint
   */
  public TokenAnswer tokenFor(Persona persona, Map<String, String> extra) {
    return logIn(persona, extra).token();
  }

  /** As {@link #tokenFor}, with a browser that can log out. */
  public DemoLogin logIn(Persona persona, Map<String, String> extra) {
    String verifier = randomText();
    Map<String, String> request = new LinkedHashMap<>();
    request.put("response_type", "code");
    request.put("client_id", clientId);
    request.put("redirect_uri", REDIRECT);
    request.put("state", randomText());
    request.put("code_challenge", challenge(verifier));
    request.put("code_challenge_method", "S256");
    request.put("scope", persona.usualScopes());
    request.putAll(extra);
    request.values().removeIf(String::isEmpty);

    HttpClient browser = browser();
    Map<String, String> callback = authorize(browser, persona, request);
    if (!request.get("state").equals(callback.get("state"))) {
      throw new TokenRefusedException("the state that came back is not the one sent");
    }
    return new DemoLogin(
        issuer, browser, exchange(browser, callback.getOrDefault("code", ""), verifier));
  }

  /** The parameters the browser comes back with, after a login where the server asks for one. */
  private Map<String, String> authorize(
      HttpClient browser, Persona persona, Map<String, String> request) {
    URI authorize = URI.create(issuer + "/oauth2/authorize?" + form(request));
    HttpResponse<String> answer = get(browser, authorize);
    if (location(answer).endsWith("/login")) {
      boolean twoFactors = request.getOrDefault("acr_values", "").contains(TWO_FACTORS);
      answer = get(browser, URI.create(fillIn(browser, persona, twoFactors)));
    }
    if (!location(answer).startsWith(REDIRECT)) {
      throw new TokenRefusedException("authorization endpoint answers " + answer.statusCode());
    }
    Map<String, String> callback = parameters(URI.create(location(answer)).getRawQuery());
    if (callback.containsKey("error")) {
      throw new TokenRefusedException(
          callback.get("error") + ": " + callback.getOrDefault("error_description", ""));
    }
    return callback;
  }

  /** Fills in the form and returns where the server sends the browser then. */
  private String fillIn(HttpClient browser, Persona persona, boolean twoFactors) {
    Map<String, String> typed = new LinkedHashMap<>();
    typed.put("_csrf", formOf(browser, issuer));
    typed.put("username", persona.login());
    typed.put("password", persona.demoPassword());
    if (twoFactors || !persona.mayLeaveOutCode()) {
      typed.put("otp", OneTimeCode.ofBase32(persona.demoOtpSecret()).at(Instant.now()));
    }
    String next = location(send(browser, posted("/login", typed)));
    if (next.contains("/login")) {
      throw new TokenRefusedException("login refused");
    }
    return next;
  }

  /** What the page's form must send back, so that no other page can send it. */
  static String formOf(HttpClient browser, String issuer) {
    Matcher csrf = CSRF.matcher(get(browser, URI.create(issuer + "/login")).body());
    if (!csrf.find()) {
      throw new TokenRefusedException("the login page has no form");
    }
    return csrf.group(1);
  }

  private TokenAnswer exchange(HttpClient browser, String code, String verifier) {
    HttpRequest.Builder request =
        posted(
            "/oauth2/token",
            Map.of(
                "grant_type", "authorization_code",
                "client_id", clientId,
                "redirect_uri", REDIRECT,
                "code", code,
                "code_verifier", verifier));
    key.ifPresent(own -> request.header("DPoP", own.proof("POST", issuer + "/oauth2/token")));
    return TokenAnswer.of(send(browser, request));
  }

  private HttpRequest.Builder posted(String path, Map<String, String> fields) {
    return HttpRequest.newBuilder(URI.create(issuer + path))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form(fields)));
  }

  private static HttpResponse<String> get(HttpClient browser, URI uri) {
    return send(browser, HttpRequest.newBuilder(uri).header("Accept", "text/html"));
  }

  static HttpClient browser() {
    return HttpClient.newBuilder()
        .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
        .connectTimeout(TIMEOUT)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  static HttpResponse<String> send(HttpClient browser, HttpRequest.Builder request) {
    try {
      return browser.send(
          request.timeout(TIMEOUT).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new TokenRefusedException("the authorization server does not answer; is it up?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TokenRefusedException("interrupted", e);
    }
  }

  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(
            field ->
                URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8)
                    + "="
                    + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      parameters.put(
          parameter.substring(0, Math.max(0, equals)),
          URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return parameters;
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse("");
  }

  private String randomText() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }
}
