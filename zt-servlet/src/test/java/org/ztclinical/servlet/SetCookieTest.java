package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;

final class SetCookieTest {
  @Test
  void everyAttributeIsWritten() {
    Cookie cookie = new Cookie("name", "value");
    cookie.setDomain("example.org");
    cookie.setPath("/app");
    cookie.setSecure(true);
    cookie.setHttpOnly(true);
    cookie.setAttribute("SameSite", "Strict");

    assertThat(SetCookie.format(cookie))
        .isEqualTo("name=value; Domain=example.org; Path=/app; Secure; HttpOnly; SameSite=Strict");
  }

  @Test
  void aLifeOfZeroEndsTheCookie() {
    Cookie cookie = new Cookie("name", "");
    cookie.setMaxAge(0);

    assertThat(SetCookie.format(cookie))
        .isEqualTo("name=; Max-Age=0; Expires=Thu, 1 Jan 1970 00:00:00 GMT");
  }

  @Test
  void aValueCannotAddAttributesOrLines() {
    for (String value : new String[] {"a; Domain=evil.example", "a\r\nX: y", "\u00e9"}) {
      assertThatThrownBy(() -> SetCookie.format(new Cookie("name", value)))
          .as(value)
          .isInstanceOf(IllegalArgumentException.class);
    }
    Cookie cookie = new Cookie("name", "a");
    cookie.setPath("/;Domain=evil.example");
    assertThatThrownBy(() -> SetCookie.format(cookie)).isInstanceOf(IllegalArgumentException.class);
  }
}
