package org.ztclinical.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonReader;
import org.ztclinical.smart.Narrowing;
import org.ztclinical.smart.ReleaseTerms;
import org.ztclinical.smart.ScopeDecision;

/** What stands in a Bundle beside its resources leaves where FHIR puts it there, and not else. */
class BundleMembersTest {
  private static final EntryRule OPEN =
      new EntryRule(resource -> Optional.empty(), false, false, true, true, false);
  private static final String ENTRY =
      "{'fullUrl':'http://x/Patient/a','resource':{'resourceType':'Patient','id':'a'}%s}";
  private static final String XML_ENTRY =
      "<entry>%s<resource><Patient><id value=\"a\"/></Patient></resource>%s</entry>";

  private final ResponseCheck check = new ResponseCheck(Limits.standard(), NoSecrets.NAMES);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'extra':{'resourceType':'Patient','id':'secret'}",
        "'extra':'secret'",
        "'_extra':{'id':'secret'}",
        "'_entry':[{'resource':{'id':'secret'}}]",
        "'_link':{'id':'secret'}",
        "'extension':[{'url':'x','valueCode':'secret'}]",
        "'contained':[{'resourceType':'Patient','id':'secret'}]",
        "'id':{'resourceType':'Patient','id':'secret'}",
        "'id':['secret']",
        "'_id':{'extension':[{'url':'x','valueString':'secret'}]}",
        "'_id':{'extension':[{'url':'x','valueReference':{'reference':'secret'}}]}",
        "'_id':{'extension':[{'url':'x','extension':[{'url':'y','valueString':'secret'}]}]}",
        "'_id':'secret'",
        "'_language':[{'resource':'secret'}]",
        "'meta':{'secret':1}",
        "'meta':{'tag':[{'code':'x','resource':{'id':'secret'}}]}",
        "'meta':{'profile':'secret'}",
        "'meta':['secret']",
        "'identifier':{'assigner':{'resource':{'id':'secret'}}}",
        "'link':[{'relation':'self','url':'u','secret':1}]",
        "'link':{'relation':'self','url':'secret'}",
        "'timestamp':{'secret':1}",
      })
  void whatIsNoMemberOfABundleIsLeftOutOfLists(String member) throws Exception {
    for (String json : List.of(list(member + ",", "", ""), list("", "", "," + member))) {
      Checked checked = check.check(json(json), OPEN);

      assertThat(checked.response().status()).isEqualTo(200);
      assertThat(text(checked)).doesNotContain("secret").contains("\"id\":\"a\"");
      assertThat(text(checked)).isEqualTo(inPieces(json));
      assertThat(JsonReader.of(JsonLimits.forResources()).readObject(checked.response().body()))
          .isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'extra':{'resourceType':'Patient','id':'secret'}",
        "'_resource':{'resourceType':'Patient','id':'secret'}",
        "'_fullUrl':{'extension':[{'url':'x','valueString':'secret'}]}",
        "'link':[{'relation':'self','url':{'id':'secret'}}]",
        "'search':{'mode':'match','secret':1}",
        "'search':{'mode':['secret']}",
        "'search':{'extension':[{'url':'x','valueString':'secret'}]}",
        "'search':{'extension':{'url':'x','valueCode':'secret'}}",
        "'search':{'modifierExtension':[{'url':'x','valueReference':{'reference':'secret'}}]}",
        "'search':'secret'",
        "'request':{'method':'GET','url':'x','body':'secret'}",
        "'response':{'status':'200','resource':{'id':'secret'}}",
        "'response':{'status':'200','_outcome':{'id':'secret'}}",
      })
  void anEntryWithWhatIsNoMemberOfItStays(String member) throws Exception {
    String json = list("", "," + member, "");

    Checked checked = check.check(json(json), OPEN);

    assertThat(text(checked)).doesNotContain("secret", "\"entry\"");
    assertThat(checked.released().withheld()).isEqualTo(1);
    assertThat(text(checked)).isEqualTo(inPieces(json));
  }

  @Test
  void whatFhirPutsThereLeavesByteForByte() {
    Response answer =
        json(
            list(
                "'id':'b','_id':{'extension':[{'url':'x','valueBoolean':true}]},'meta':{'versionId':"
                    + "'1','profile':['p'],'_profile':[null,{'id':'x'}],'tag':[{'system':'s','code':"
                    + "'SUBSETTED','display':'x','userSelected':false}]},'implicitRules':'r',"
                    + "'language':'de','identifier':{'use':'temp','type':{'text':'t','coding':[]},"
                    + "'period':{'start':'2026'},'assigner':{'reference':'Organization/1'}},"
                    + "'timestamp':'2026-01-01T00:00:00Z','link':[{'id':'l','relation':'next','url':"
                    + "'http://x?_getpages=p','extension':[{'url':'x','valueInteger':1}]}],",
                ",'link':[],'search':{'mode':'match','score':0.5,'extension':[{'url':"
                    + "'http://hl7.org/fhir/StructureDefinition/match-grade','valueCode':"
                    + "'certain'}]},'request':{'method':'GET','url':'Patient/a','ifMatch':'1'},"
                    + "'response':{'status':'200','etag':'1','lastModified':'2026','location':'x'}",
                ",'total':1"));

    Checked checked = check.check(answer, OPEN);

    assertThat(checked.response().body()).isSameAs(answer.body());
    assertThat(checked.released().pageTokens()).containsExactly("p");
  }

  @ParameterizedTest
  @ValueSource(strings = {"document", "collection"})
  void anyOtherBundleStaysWhole(String type) {
    String whole = list("", "", "").replace("searchset", type);

    assertThat(check.check(json(whole), OPEN).response().status()).isEqualTo(200);
    for (String with :
        List.of(
            list("'extra':'secret',", "", ""),
            list("", ",'extra':'secret'", ""),
            list("'signature':{'who':{'secret':1}},", "", ""))) {
      Checked checked = check.check(json(with.replace("searchset", type)), OPEN);

      assertThat(checked.response().status()).isEqualTo(404);
    }
  }

  @Test
  void answersToBatchesLoseItToo() {
    String answer =
        "{'resourceType':'Bundle','type':'batch-response','extra':'secret','entry':[{'extra':"
            + "{'secret':1},'resource':{'resourceType':'Patient','id':'a'},'response':"
            + "{'status':'200','etag':'1'},'search':{'secret':1}}]}";
    ReleaseTerms terms =
        new ReleaseTerms(OPEN.filter(), Narrowing.nothing(), false, true, List.of(), Set.of());

    Checked checked =
        new BatchCheck(check)
            .check(
                json(answer.replace('\'', '"')),
                List.of(new ScopeDecision.Covered(terms)),
                List.of(OPEN));

    assertThat(text(checked)).doesNotContain("secret").contains("\"id\":\"a\"", "\"etag\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<extra value=\"secret\"/>",
        "<id-x value=\"secret\"/>",
        "<link-x value=\"secret\"/>",
        "<link.x value=\"secret\"/>",
        "<entry_x value=\"secret\"/>",
        "<extension url=\"x\"><valueCode value=\"secret\"/></extension>",
        "<id value=\"b\"><extension url=\"x\"><valueString value=\"secret\"/></extension></id>",
        "<meta><secret value=\"1\"/></meta>",
        "<meta><profile value=\"p\"><extension url=\"x\"><valueReference><reference"
            + " value=\"secret\"/></valueReference></extension></profile></meta>",
        "<link><relation value=\"self\"/><url value=\"u\"/><secret value=\"1\"/></link>",
        "<link><relation value=\"self\"/><url value=\"u\"><extension url=\"x\"><valueString"
            + " value=\"secret\"/></extension></url></link>",
      })
  void inXmlTheSameIsLeftOut(String element) {
    Checked checked = check.check(xml(element, XML_ENTRY.formatted("", "")), OPEN);

    assertThat(checked.response().status()).isEqualTo(200);
    assertThat(text(checked)).doesNotContain("secret").contains("<id value=\"a\"/>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<extra value=\"secret\"/>",
        "<search><mode value=\"match\"/><secret value=\"1\"/></search>",
        "<search><mode value=\"match\"><extension url=\"x\"><valueString value=\"secret\"/>"
            + "</extension></mode></search>",
      })
  void inXmlAnEntryWithAnotherElementStaysToo(String element) {
    Checked checked = check.check(xml("", XML_ENTRY.formatted("", element)), OPEN);

    assertThat(text(checked)).doesNotContain("secret", "<entry>");
    assertThat(checked.released().withheld()).isEqualTo(1);
  }

  @Test
  void inXmlWhatFhirPutsThereLeavesByteForByte() {
    Response answer =
        xml(
            "<id value=\"b\"><extension url=\"x\"><valueBoolean value=\"true\"/></extension></id>"
                + "<meta><profile value=\"p\"/><tag><code value=\"SUBSETTED\"/></tag></meta>",
            XML_ENTRY.formatted(
                "<fullUrl value=\"u\"/>", "<search id=\"s\"><mode value=\"match\"/></search>"));

    assertThat(check.check(answer, OPEN).response().body()).isSameAs(answer.body());
  }

  /** A search set with members before its entries, in its only entry, and behind them. */
  private static String list(String before, String inside, String behind) {
    return ("{'resourceType':'Bundle','type':'searchset',"
            + before
            + "'entry':["
            + ENTRY.formatted(inside)
            + "]"
            + behind
            + "}")
        .replace('\'', '"');
  }

  private static String inPieces(String json) throws IOException {
    Released released = new Released();
    Leaving leaving = new Leaving(released);
    BundleWalk walk =
        new BundleWalk(
            OPEN, NoSecrets.NAMES, released, leaving, new JsonLimits(100_000, 64, 10_000));
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      walk.feed(bytes, i, i + 1);
    }
    walk.finish();
    return new String(leaving.toByteArray(), StandardCharsets.UTF_8);
  }

  private static Response json(String text) {
    return Response.json(200, text);
  }

  private static Response xml(String before, String entry) {
    String text =
        "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"searchset\"/>"
            + before
            + entry
            + "</Bundle>";
    return Response.of(
        200,
        Map.of("Content-Type", List.of("application/fhir+xml")),
        text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Checked checked) {
    return new String(checked.response().body(), StandardCharsets.UTF_8);
  }
}
