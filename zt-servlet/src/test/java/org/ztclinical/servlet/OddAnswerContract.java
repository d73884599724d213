package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.servlet.RawClient.Sending;

/**
 * Answers that some would read otherwise than they were checked, and requests that ask for such:
 * what has not exactly one reading stays, in every container.
 */
abstract class OddAnswerContract extends ContainerContract {
  private static final String JSON = "application/fhir+json";
  private static final String XML = "application/fhir+xml";
  private static final String OWN = "{\"resourceType\":\"Patient\",\"id\":\"1\"}";
  private static final String OTHER =
      "{\"resourceType\":\"Patient\",\"id\":\"2\",\"name\":[{\"family\":\"Family2\"}]}";
  private static final String START = "<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"1\"/>";
  private static final String END = "</Patient>";

  OddAnswerContract(WebServer.Kind kind) {
    super(kind);
  }

  @Test
  void whatIsNotOddLeaves() {
    assertThat(answered(JSON, utf8(OWN)).receive().body()).isEqualTo(OWN);
    String type = "application/fhir+json; fhirVersion=4.0;charset=\"UTF-8\"";
    assertThat(answered(type, utf8(OWN)).receive().body()).isEqualTo(OWN);
    String xml = "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n" + START + END;
    assertThat(answered(XML, utf8(xml)).receive().body()).isEqualTo(xml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/fhir+json; charset=utf-16",
        "application/fhir+json;charset=utf-8;charset=utf-16le",
        "application/fhir+json;charset='utf-8'",
        "application/fhir+json;charset=",
        "application/fhir+json, text/html",
        "application/fhir+json;x=y,text/html",
        "application/fhir+json;charset=utf-8, text/html;charset=utf-16",
        "application/fhir+json;x=\"a,text/html;\"",
        "application/fhir+json text/html",
        "application/fhir+ndjson",
        "multipart/mixed;boundary=x",
        "text/html",
        "text/html;application/fhir+json",
      })
  void anotherTypeOrCharsetIsWithheld(String type) {
    isOutcome(answered(type, utf8(OWN)).receive(), 500);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFF" + OWN,
        "\u0000" + OWN,
        OWN + "\u0000",
        OWN + OTHER,
        OWN + "\n" + OTHER,
        OWN + ",",
        OWN + "//",
        OWN + "}",
        "[" + OWN + "]",
        "\u001e" + OWN,
        "{\"resourceType\":\"Patient\",\"id\":\"1\",\"x\":\"\u0000\"}",
        "{\"resourceType\":\"Patient\",\"id\":\"1\",\"\\u0069d\":\"2\"}",
        "{\"resourceType\":\"Patient\",\"id\":\"1\",\"x\":NaN}",
        "{\"resourceType\":\"Patient\",\"id\":\"1\",\"x\":01}",
        "{\"resourceType\":\"Patient\",\"id\":\"1\",\"x\":\"\\ud800\",\"y\":}",
        "--x\r\nContent-Type: application/fhir+json\r\n\r\n" + OWN + "\r\n--x--",
      })
  void whatIsNotExactlyOneValueIsWithheld(String body) {
    isOutcome(answered(JSON, utf8(body)).receive(), 500);
    // And as a list, which is checked as it comes.
    String list = "{\"resourceType\":\"Bundle\",\"type\":\"searchset\"}";
    if (body.startsWith(OWN)) {
      isOutcome(answered(JSON, utf8(list + body.substring(OWN.length()))).receive(), 500);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFF" + START + END,
        START + END + "\u0000",
        START + END + START + END,
        START + "<?x y?>" + END,
        "<!DOCTYPE Patient [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + START + END,
        START + "<language value=\"&e;\"/>" + END,
        START + "<!-- -->" + END,
        START + "<![CDATA[ ]]>" + END,
        "<f:Patient xmlns:f=\"http://hl7.org/fhir\"><f:id value=\"1\"/></f:Patient>",
        "<Patient xmlns=\"http://hl7.org/fhir\" xmlns:x=\"urn:x\"><id value=\"1\" x:y=\"z\"/></Patient>",
        "<Patient xmlns=\"urn:other\"><id value=\"1\"/></Patient>",
        "<?xml version=\"1.1\"?>" + START + END,
        "<?xml version=\"1.0\" encoding=\"utf-16\"?>" + START + END,
        "<?xml version=\"1.0\" encoding=\"utf-7\" x=\"encoding='utf-8'\"?>" + START + END,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><?xml version=\"1.0\"?>" + START + END,
        "<?xml\tversion=\"1.0\" encoding=\"utf-16\"?>" + START + END,
      })
  void xmlThatParsersReadDifferentlyIsWithheld(String body) {
    isOutcome(answered(XML, utf8(body)).receive(), 500);
    String list = "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"searchset\"/></Bundle>";
    if (body.contains(START + END)) {
      isOutcome(answered(XML, utf8(body.replace(START + END, list))).receive(), 500);
    }
  }

  @Test
  void bytesThatAreNoUtf8AreWithheld() throws IOException {
    byte[] overlong = utf8(OWN.replace("\"1\"", "\"1\",\"x\":\"??\""));
    int at = OWN.length() - 1 + ",\"x\":\"".length();
    overlong[at] = (byte) 0xC0;
    overlong[at + 1] = (byte) 0xA2;

    isOutcome(answered(JSON, overlong).receive(), 500);
    isOutcome(answered(JSON, OWN.getBytes(StandardCharsets.UTF_16)).receive(), 500);
    isOutcome(answered(JSON, OWN.getBytes(StandardCharsets.UTF_16LE)).receive(), 500);
    isOutcome(answered(XML, (START + END).getBytes(StandardCharsets.UTF_16)).receive(), 500);
    isOutcome(answered(JSON, gzipped(OWN)).receive(), 500);
    for (String coding : new String[] {"gzip", "identity, gzip", "br"}) {
      isOutcome(
          answered(JSON, gzipped(OWN)).header("X-Odd-Content-Encoding", coding).receive(), 500);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 304, 307, 206})
  void aPartAndWhatSendsElsewhereAreWithheld(int status) {
    isOutcome(answered(status, JSON, utf8(OWN)).header("Range", "bytes=0-5").receive(), 500);
    isOutcome(answered(status, JSON, new byte[0]).header("If-None-Match", "\"1\"").receive(), 500);
  }

  @ParameterizedTest
  @CsvSource({
    "1@, 0, -, 20000, 500",
    "1e@, 9, -, 2000, 500",
    "'\"@\"', x, -, 200000, 200",
    "@1~, [, ], 5000, 500",
    "@1~, '{\"x\":', }, 5000, 500",
  })
  void aLongTextLeavesAsItIsAndALongNumberOrDeepValueIsWithheld(
      String value, String first, String second, int times, int status) {
    String body = OWN.substring(0, OWN.length() - 1) + ",\"x\":" + value + "}";

    Received received =
        answered(JSON, utf8(body))
            .header("X-Odd-Times", "" + times)
            .header("X-Odd-First", first)
            .header("X-Odd-Second", second)
            .receive();

    assertThat(received.status()).isEqualTo(status);
    if (status == 200) {
      assertThat(received.body()).isEqualTo(body.replace("@", first.repeat(times)));
    } else {
      isOutcome(received, status);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "html, 406",
    "text%2Fhtml, 406",
    "json%3Bcharset%3Dutf-16, 406",
    "application%2Ffhir%2Bjson%3Bcharset%3Dutf-16, 406",
    "ttl, 406",
    "ndjson, 406",
    "multipart%2Fmixed, 406",
    "json&_format=xml, 400",
    "json%00, 400",
    "application%2Ffhir%2Bjson, 200",
    "json, 200",
  })
  void anotherFormatIsNotAskedFor(String format, int status) {
    Received received = getAsPatient("/fhir/Patient/1?_format=" + format).receive();

    assertThat(received.status()).as(received.body()).isEqualTo(status);
    assertThat(received.header("Content-Type").orElse("")).startsWith(JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "multipart/mixed", "application/fhir+json;q=0, text/html"})
  void anotherTypeIsNotAskedForEither(String accept) {
    Received received = getAsPatient("/fhir/Patient/1").header("Accept", accept).receive();

    assertThat(received.status()).isIn(200, 406);
    assertThat(received.header("Content-Type").orElse("")).startsWith(JSON);
  }

  @ParameterizedTest
  @CsvSource({
    "Range, bytes=0-5",
    "If-Range, x",
    "If-None-Match, *",
    "If-Modified-Since, 'Wed, 21 Oct 2099 07:28:00 GMT'",
    "Prefer, respond-async",
    "Accept-Encoding, gzip",
    "TE, trailers",
  })
  void theWholeAnswerIsGivenWhateverIsAsked(String name, String value) {
    Received received = getAsPatient("/fhir/Patient/1").header(name, value).receive();

    assertThat(received.status()).isEqualTo(200);
    assertThat(received.body()).contains("Family1").endsWith("}");
    assertThat(received.header("Content-Encoding")).isEmpty();
    Received head = sendAsPatient("HEAD", "/fhir/Patient/1").header(name, value).receive();
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.bytes()).isEmpty();
  }

  private Sending answered(String type, byte[] body) {
    return answered(200, type, body);
  }

  private Sending answered(int status, String type, byte[] body) {
    return getAsPatient("/fhir/Patient/1")
        .header("X-Behaviour", "odd")
        .header("X-Odd-Status", "" + status)
        .header("X-Odd-Content-Type", type)
        .header("X-Odd-Body", Base64.getEncoder().encodeToString(body));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(utf8(text));
    }
    return bytes.toByteArray();
  }
}
