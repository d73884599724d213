package org.ztclinical.defence;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.Mode;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.json.JsonWriter;
import org.ztclinical.request.CanonicalPath;
import org.ztclinical.request.Parameters;
import org.ztclinical.smart.LaunchContext;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.smart.PatientCompartment;
import org.ztclinical.smart.Permission;
import org.ztclinical.token.Confirmation;
import org.ztclinical.token.SigningAlgorithm;

/**
 * What other systems did where a defence of ours stands: put in its place to see whether the test
 * notices. Called by name from weakened classes.
 */
public final class Careless {
  private Careless() {}

  /** Whatever the server: the last two parts of a URL are type and id. */
  public static @Nullable String idInLastTwoParts(JsonValue element, String type, ServerBase base) {
    if (!(element instanceof JsonObject object)
        || !(object.get("reference") instanceof JsonString text)) {
      return null;
    }
    String[] parts = text.value().split("[/?=:#]", -1);
    for (int i = parts.length - 1; i > 0; i--) {
      if (parts[i - 1].equals(type) && !parts[i].isEmpty()) {
        return parts[i];
      }
    }
    return null;
  }

  /** A path is below another when its text begins with it. */
  public static boolean beginsLike(CanonicalPath path, CanonicalPath prefix) {
    return path.text().startsWith(prefix.text());
  }

  /** Whom an observation is about by any of its elements, to that patient it belongs. */
  public static PatientCompartment withFocus() {
    return PatientCompartment.official().with("Observation", "focus");
  }

  /** A patient to whom another is linked has the other's record, too. */
  public static PatientCompartment withLinks() {
    return PatientCompartment.official().with("Patient", "link");
  }

  /** What a patient wears is theirs. */
  public static PatientCompartment withDevices() {
    return PatientCompartment.official().with("Device", "patient");
  }

  /** Each operation that is on no list is harmless. */
  public static Optional<OperationRule> harmless(FhirRequest request) {
    return Optional.of(OperationRule.ofSystem("any"));
  }

  /** The form of a search is not looked at. */
  public static Parameters noForm() {
    return Parameters.none();
  }

  /** Methods in any letter case, and TRACE is a GET that shows more. */
  public static String upperCase(String method) {
    String upper = method.toUpperCase(Locale.ROOT);
    return upper.equals("TRACE") ? "GET" : upper;
  }

  /** A path is decoded and tidied up before it is looked at. */
  public static String tidied(String raw) {
    String decoded = URLDecoder.decode(raw, StandardCharsets.UTF_8).replace("\0", "");
    List<String> kept = new ArrayList<>();
    for (String part : decoded.replace("\\", "").split("/", -1)) {
      String bare = part.split(";", -1)[0];
      if (bare.equals("..") && !kept.isEmpty()) {
        kept.remove(kept.size() - 1);
      } else if (!bare.isEmpty() && !bare.equals(".") && !bare.equals("..")) {
        kept.add(bare);
      }
    }
    return "/" + String.join("/", kept);
  }

  /** A header says which patient is in context. */
  public static LaunchContext ofHeader(AccessRequest request) {
    for (String name : List.of("X-Patient-id", "X-Consent-Scope", "X-Forwarded-User")) {
      List<String> values = request.origin().headers(name);
      if (!values.isEmpty()) {
        return LaunchContext.of(Optional.of(values.get(0)), Optional.empty());
      }
    }
    return request.identity().map(of -> of.launchContext()).orElseGet(LaunchContext::none);
  }

  /** A token without scopes about resources was issued before there were any. */
  public static List<String> unrestricted(List<String> scopes) {
    boolean none = scopes.stream().noneMatch(scope -> scope.contains("/"));
    return none ? List.of("user/*.cruds") : scopes;
  }

  /** Letters of permissions in any order, and others beside them. */
  public static Set<Permission> anyLetters(String letters) {
    EnumSet<Permission> permissions = EnumSet.noneOf(Permission.class);
    Arrays.stream(Permission.values())
        .filter(permission -> letters.indexOf(permission.letter()) >= 0)
        .forEach(permissions::add);
    return permissions;
  }

  /** Policies are looked at and not heeded. */
  public static Mode observe(AccessRequest request) {
    return Mode.OBSERVE;
  }

  /** Whatever a patch in XML begins with. */
  public static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** XML as the platform reads it unless told otherwise; the patient whose record it is in. */
  public static JsonObject anyDocument(byte[] bytes) throws Exception {
    String text =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(bytes))
            .getDocumentElement()
            .getTextContent();
    return new JsonObject(
        Map.of(
            "resourceType", new JsonString("Patient"),
            "id", new JsonString("123"),
            "language", new JsonString(text)));
  }

  /** Base64 as the platform reads it, padded or not. */
  public static byte[] decoded(String text, int from, int to) {
    String part = text.substring(from, to).replace("=", "").replace('+', '-').replace('/', '_');
    return Base64.getUrlDecoder().decode(part);
  }

  /** JSON as a lenient parser reads it: of a name that stands twice the last counts. */
  public static byte[] rewritten(byte[] json) {
    try {
      Map<String, Object> read =
          JSONObjectUtils.parse(new String(json, StandardCharsets.UTF_8), Integer.MAX_VALUE);
      return read == null
          ? json
          : JSONObjectUtils.toJSONString(read).getBytes(StandardCharsets.UTF_8);
    } catch (ParseException e) {
      return json;
    }
  }

  /** Whatever algorithm we do not know is the usual one. */
  public static Optional<SigningAlgorithm> usual(String name) {
    return Optional.of(SigningAlgorithm.RS256);
  }

  /** What a token does not say is as usual. */
  public static String usualText(JsonObject claims, String name) {
    return claims.string(name).orElse("https://issuer.example");
  }

  /** Times in any form, and none where there is none to be read. */
  public static Optional<Long> anyTime(JsonObject claims, String name) {
    String text = claims.get(name) == null ? "" : JsonWriter.text(claims.get(name));
    String digits = text.replaceAll("[^0-9].*$|^\"", "").replace("\"", "");
    boolean number = !digits.isEmpty() && digits.length() < 16;
    return text.isEmpty() ? Optional.empty() : Optional.of(number ? Long.parseLong(digits) : 0L);
  }

  /** A token with parts missing has empty ones. */
  public static String threeParts(String token) {
    return token.chars().filter(c -> c == '.').count() == 2 ? token : "e30.e30.e30";
  }

  /** Every token has a signature of some length. */
  public static int some() {
    return 256;
  }

  /** Issuers are equal when their URLs mean the same server. */
  public static String tidyIssuer(JsonObject claims) {
    String issuer = claims.string("iss").orElse("").strip().toLowerCase(Locale.ROOT);
    return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
  }

  /** What a token is bound to is not looked at. */
  public static Confirmation unbound(JsonObject claims, Set<String> types) {
    return Confirmation.none();
  }
}
