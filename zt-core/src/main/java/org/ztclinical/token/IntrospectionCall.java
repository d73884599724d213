package org.ztclinical.token;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;

/** Asks an issuer about one token (RFC 7662 §2). Safe for use by many threads. */
final class IntrospectionCall {
  private static final int MAX_BYTES = 64 * 1024;
  private static final JsonReader READER = JsonReader.of(new JsonLimits(MAX_BYTES, 8, 2_048));

  private final Introspection settings;
  private final ClientAuthentication client;
  private final String audience;
  private final BoundedExchange exchange;

  IntrospectionCall(String issuer, Introspection settings, HttpClient http) {
    this.settings = settings;
    this.client = settings.client();
    this.audience = settings.assertionAudience().orElse(issuer);
    this.exchange = new BoundedExchange(http, MAX_BYTES, settings.limits().deadline());
  }

  /** The answer. The exception's message is safe to show: it holds nothing of the answer. */
  JsonObject ask(String token, Instant now) throws IOException, InterruptedException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("token", token);
    form.put("token_type_hint", "access_token");
    HttpRequest.Builder head =
        HttpRequest.newBuilder(settings.endpoint())
            .timeout(settings.limits().deadline())
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded");
    client.add(head, form, audience, now);
    return read(exchange.send(head.POST(BodyPublishers.ofString(encoded(form))).build()));
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static JsonObject read(HttpResponse<byte[]> response) throws IOException {
    String type = response.headers().firstValue("Content-Type").orElse("");
    String media = type.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
    if (!media.equals("application/json")) {
      throw new IOException("the answer is not application/json");
    }
    try {
      return READER.readObject(response.body());
    } catch (JsonSyntaxException e) {
      throw new IOException("the answer is not one acceptable JSON object", e);
    }
  }
}
