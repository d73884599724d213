package org.ztclinical.token;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.json.JsonWriter;

/**
 * Sends JSON objects to one address and reads one back each time: https (http on loopback), no
 * redirects, status 200 or nothing, a bounded answer, one deadline from the first byte sent to the
 * last one read. Safe for use by many threads.
 */
public final class JsonPost {
  /** Visible characters and single spaces: what an {@code Authorization} field may hold. */
  private static final Pattern AUTHORIZATION = Pattern.compile("[!-~]+( [!-~]+)*");

  private static final int LONGEST_AUTHORIZATION = 16 * 1024;

  private final URI address;
  private final JsonReader reader;
  private final Duration deadline;
  private final BoundedExchange exchange;

  private JsonPost(URI address, JsonLimits limits, Duration deadline, HttpClient client) {
    this.address = address;
    this.reader = JsonReader.of(limits);
    this.deadline = deadline;
    this.exchange = new BoundedExchange(client, limits.maxBytes(), deadline);
  }

  /**
   * To this address.
   *
   * @param client who connects, as with a certificate; without one, a client of its own
   * @throws IllegalArgumentException when the address is neither https nor loopback, or the client
   *     follows redirects
   */
  public static JsonPost to(
      URI address, JsonLimits limits, Duration deadline, Optional<HttpClient> client) {
    return new JsonPost(
        SecureUri.require(address, "the address"),
        limits,
        Objects.requireNonNull(deadline, "deadline"),
        client.map(BoundedExchange::requireNoRedirects).orElseGet(BoundedExchange::defaultClient));
  }

  /**
   * The answer.
   *
   * @param authorization the value of that field; appears in no exception
   * @throws HttpStatusException when the status is another than 200
   * @throws IOException whose message is safe to show: it holds nothing that was sent or received
   */
  public JsonObject send(JsonObject body, Optional<String> authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(deadline)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .header("Content-Language", "en")
            .POST(BodyPublishers.ofByteArray(JsonWriter.write(body)));
    if (authorization.isPresent()) {
      String value = authorization.get();
      if (value.length() > LONGEST_AUTHORIZATION || !AUTHORIZATION.matcher(value).matches()) {
        throw new IOException("what was given as authorization is no value of that field");
      }
      request.header("Authorization", value);
    }
    return read(exchange.send(request.build()));
  }

  private JsonObject read(HttpResponse<byte[]> response) throws IOException {
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (!type.split(";", -1)[0].strip().toLowerCase(Locale.ROOT).equals("application/json")) {
      throw new IOException("the answer is not application/json");
    }
    try {
      return reader.readObject(response.body());
    } catch (JsonSyntaxException e) {
      throw new IOException("the answer is not one acceptable JSON object", e);
    }
  }

  @Override
  public String toString() {
    return "JsonPost[" + address.getHost() + "]";
  }
}
