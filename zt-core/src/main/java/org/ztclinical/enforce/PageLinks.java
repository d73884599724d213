package org.ztclinical.enforce;

import java.util.ArrayList;
import java.util.List;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonValue;
import org.ztclinical.policy.PageBindings;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.RequestRefusedException;

/** Finds the page tokens in a Bundle's links (FHIR R4 §3.1.1.7). */
final class PageLinks {
  private PageLinks() {}

  /** The tokens by which the bundle's links name further pages. */
  static List<String> in(JsonObject bundle) {
    return ofLinks(bundle.array("link"));
  }

  /** The tokens by which links of a bundle name further pages. */
  static List<String> ofLinks(List<JsonValue> links) {
    List<String> tokens = new ArrayList<>();
    for (JsonValue value : links) {
      if (value instanceof JsonObject link) {
        link.string("url").ifPresent(url -> tokens.addAll(tokensOf(url)));
      }
    }
    return tokens;
  }

  private static List<String> tokensOf(String url) {
    int question = url.indexOf('?');
    try {
      return question < 0
          ? List.of()
          : PageBindings.tokensIn(Parameters.parse(url.substring(question + 1)));
    } catch (RequestRefusedException e) {
      // A link we cannot read binds nothing, so following it will be refused.
      return List.of();
    }
  }
}
