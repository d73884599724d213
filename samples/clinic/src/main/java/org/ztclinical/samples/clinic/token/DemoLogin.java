package org.ztclinical.samples.clinic.token;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

/** Somebody who has logged in: the app's token, and the browser that can log out again. */
public final class DemoLogin {
  private final String issuer;
  private final HttpClient browser;
  private final TokenAnswer token;

  DemoLogin(String issuer, HttpClient browser, TokenAnswer token) {
    this.issuer = issuer;
    this.browser = browser;
    this.token = token;
  }

  /** What the app was given. */
  public TokenAnswer token() {
    return token;
  }

  /**
   * Ends the login at the authorization server.
   *
   * @throws TokenRefusedException when the server does not do so
   */
  public void logOut() {
    Map<String, String> form = Map.of("_csrf", DemoApp.formOf(browser, issuer));
    int status =
        DemoApp.send(
                browser,
                HttpRequest.newBuilder(URI.create(issuer + "/logout"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(DemoApp.form(form))))
            .statusCode();
    if (status != 302) {
      throw new TokenRefusedException("logout answers " + status);
    }
  }
}
