package org.ztclinical.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.json.JsonWriter;

class XmlResourcesTest {
  private static final String START = "<Patient xmlns=\"http://hl7.org/fhir\">";

  @Test
  void aResourceReadsAsItsJsonForm() throws Exception {
    String xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + START
            + "<id value=\"1\"/><meta><security><code value=\"R\"/></security></meta>"
            + "<text><status value=\"generated\"/><div xmlns=\"http://www.w3.org/1999/xhtml\">"
            + "<p class=\"x\">a<br/></p></div></text>"
            + "<contained><Group><id value=\"g\"/></Group></contained>"
            + "<extension url=\"http://x\"><valueString value=\"v\"/></extension>"
            + "<active value=\"true\"/><name><family value=\"&lt;&#228;\"/><given value=\"a\"/>"
            + "<given><extension url=\"http://y\"/></given></name>"
            + "<link><other><reference value=\"Patient/2\"/></other></link></Patient>";

    assertThat(JsonWriter.text(XmlResources.read(bytes(xml))))
        .isEqualTo(
            "{\"resourceType\":\"Patient\",\"id\":\"1\","
                + "\"meta\":{\"security\":[{\"code\":\"R\"}]},"
                + "\"text\":{\"status\":\"generated\",\"div\":\"\"},\"active\":\"true\","
                + "\"contained\":[{\"resourceType\":\"Group\",\"id\":\"g\"}],"
                + "\"extension\":[{\"url\":\"http://x\",\"valueString\":\"v\"}],"
                + "\"name\":[{\"family\":\"<ä\",\"given\":[\"a\",null],"
                + "\"_given\":[null,{\"extension\":[{\"url\":\"http://y\"}]}]}],"
                + "\"link\":[{\"other\":{\"reference\":\"Patient/2\"}}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<Patient/>",
        "<Patient xmlns=\"http://hl7.org/fhir/\"/>",
        "<f:Patient xmlns:f=\"http://hl7.org/fhir\"/>",
        "<Nonsense xmlns=\"http://hl7.org/fhir\"/>",
        START + "</Patient><Patient/>",
        START + "<id value=\"1\"/><id value=\"2\"/></Patient>",
        START + "<maritalStatus/><maritalStatus/></Patient>",
        START + "<active/><active/></Patient>",
        START + "<id>1</id></Patient>",
        START + "text</Patient>",
        START + "<id value=\"1\" onclick=\"x\"/></Patient>",
        START + "<id value=\"1\" value=\"2\"/></Patient>",
        START + "<name value=\"x\"/></Patient>",
        START + "<made><up value=\"x\"/></made></Patient>",
        START + "<contained><Group/><Group/></contained></Patient>",
        START + "<contained/></Patient>",
        START + "<contained><group/></contained></Patient>",
        START + "<x:name xmlns:x=\"http://other\"/></Patient>",
        START + "<name xmlns=\"http://other\"/></Patient>",
        START + "<div xmlns=\"http://www.w3.org/1999/xhtml\"/></Patient>",
        START + "<text><div><p/></div></text></Patient>",
        START + "<id value=\"&secret;\"/></Patient>",
        START + "<!-- x --></Patient>",
        START + "<?php x?></Patient>",
        START + "<id value=\"1\"/><![CDATA[x]]></Patient>",
        "<!DOCTYPE Patient [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + START + "</Patient>",
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + START + "</Patient>",
        "<?xml-stylesheet href=\"x\"?>" + START + "</Patient>",
        "\uFEFF" + START + "</Patient>"
      })
  void whatIsNotPlainlyAResourceIsRefused(String xml) {
    assertThatThrownBy(() -> XmlResources.read(bytes(xml))).isInstanceOf(XmlSyntaxException.class);
  }

  @Test
  void endlessNestingIsRefused() {
    String xml = START + "<extension url=\"x\">".repeat(100_000);

    assertThatThrownBy(() -> XmlResources.read(bytes(xml))).isInstanceOf(XmlSyntaxException.class);
  }

  @Test
  void piecesAreTheSameWhereverTheChunksEnd() throws Exception {
    String xml =
        "<?xml version=\"1.0\"?>\n<Bundle xmlns='http://hl7.org/fhir' >\n <type value=\"a>b\"/>\n"
            + "<entry><resource ><Patient><id value='/>'/></Patient></resource></entry >"
            + " <total value=\"1\" ></total></Bundle>\n";
    List<String> expected =
        List.of(
            "Bundle",
            "<type value=\"a>b\"/>",
            "<entry><resource ><Patient><id value='/>'/></Patient></resource></entry >",
            "<total value=\"1\" ></total>");

    for (long seed = 1; seed <= 300; seed++) {
      assertThat(cut(xml, new Random(seed))).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Bundle xmlns=\"http://hl7.org/fhir\">",
        "<Bundle xmlns=\"http://hl7.org/fhir\"/>",
        "<Bundle xmlns=\"http://hl7.org/fhir\"></Patient>",
        "<Bundle xmlns=\"http://hl7.org/fhir\"></Bundle>x",
        "<Bundle xmlns=\"http://hl7.org/fhir\">x</Bundle>",
        "<Bundle xmlns=\"http://hl7.org/fhir\"><!-- --></Bundle>",
        "<Bundle xmlns=\"http://hl7.org/fhir\"><a><![CDATA[</a>]]></a></Bundle>",
        "<Bundle xmlns=\"http://hl7.org/fhir\" xmlns:x=\"y\"></Bundle>",
        "<?xml version=\"1.0\"?><?xml version=\"1.0\"?><Bundle xmlns=\"http://hl7.org/fhir\"></Bundle>",
        "<!DOCTYPE x><Bundle xmlns=\"http://hl7.org/fhir\"></Bundle>",
        "<a b=<\"></a>"
      })
  void whatIsNotPlainlyABundleIsNotCut(String xml) {
    assertThatThrownBy(() -> cut(xml, new Random(1))).isInstanceOf(XmlSyntaxException.class);
  }

  @Test
  void anElementAboveTheLimitIsNotHeld() {
    String xml = "<Bundle xmlns=\"http://hl7.org/fhir\"><id value=\"" + "x".repeat(9_000);

    assertThatThrownBy(() -> cut(xml, new Random(1))).isInstanceOf(XmlSyntaxException.class);
  }

  private static List<String> cut(String xml, Random random)
      throws IOException, XmlSyntaxException {
    List<String> pieces = new ArrayList<>();
    XmlCutter cutter =
        new XmlCutter(
            8_000,
            new XmlCutter.Pieces() {
              @Override
              public void root(String name) {
                pieces.add(name);
              }

              @Override
              public void element(String name, byte[] bytes, int from, int to) {
                String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
                assertThat(text).startsWith("<" + name);
                pieces.add(text);
              }
            });
    byte[] bytes = bytes(xml);
    int at = 0;
    while (at < bytes.length) {
      int end = Math.min(bytes.length, at + 1 + random.nextInt(12));
      cutter.feed(bytes, at, end);
      at = end;
    }
    cutter.finish();
    return pieces;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
