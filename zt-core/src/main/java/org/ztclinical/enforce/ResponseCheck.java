package org.ztclinical.enforce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ztclinical.fhir.XmlResources;
import org.ztclinical.fhir.XmlSyntaxException;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.json.JsonWriter;
import org.ztclinical.reason.Reason;

/**
 * Looks at every resource of an application's answer before it leaves. This, not the narrowing of
 * requests, is the control: what the filter refuses is removed or replaced by "absent", and what
 * cannot be read with certainty stays. Immutable and safe for use by many threads.
 */
final class ResponseCheck {
  private static final Set<String> JSON_TYPES = Set.of("application/fhir+json", "application/json");

  private static final Set<String> XML_TYPES = Set.of("application/fhir+xml", "application/xml");

  private static final byte[] BEGINNING =
      "{\"resourceType\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BUNDLE = "Bundle\"".getBytes(StandardCharsets.US_ASCII);

  private static final int PARTIAL_CONTENT = 206;

  /** One media type with parameters (RFC 9110 §8.3.1); what lists several, browsers read anyhow. */
  private static final Pattern MEDIA_TYPE =
      Pattern.compile(
          "[\\w!#$%&'*+.^`|~-]+/[\\w!#$%&'*+.^`|~-]+"
              + "([ \\t]*;[ \\t]*[\\w!#$%&'*+.^`|~-]+=([\\w!#$%&'*+.^`|~:/-]+|\"[^\",\\\\]*\"))*"
              + "[ \\t]*;?[ \\t]*");

  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([^\";\\s]*)", Pattern.CASE_INSENSITIVE);

  private final int maxBytes;
  private final ReleasedNames names;
  private final JsonReader reader;

  /**
   * @param names tells what of a resource must be read to name it
   */
  ResponseCheck(Limits limits, ReleasedNames names) {
    this.maxBytes = limits.maxResponseBodyBytes();
    this.names = names;
    this.reader = JsonReader.of(limits(maxBytes));
  }

  private static JsonLimits limits(int maxBytes) {
    JsonLimits standard = JsonLimits.forResources();
    return new JsonLimits(maxBytes, standard.maxDepth(), standard.maxValues());
  }

  /** The answer to a request that is not a batch or transaction. */
  Checked check(Response response, EntryRule rule) {
    Released released = new Released();
    boolean refused = response.status() >= 400 && response.status() < 500;
    if (response.status() >= 300 && !(rule.asAbsent() && rule.byId() && refused)) {
      return failure(response, rule, released);
    }
    if (rule.asAbsent()) {
      return Checked.nothing(Refusals.absent(), released, EnforceReason.ANSWER_REFUSED);
    }
    if (response.body().length == 0) {
      // Status and headers alone would tell that something is there which nobody has looked at.
      return rule.reads()
          ? Checked.aborted(Refusals.withheld(), released, EnforceReason.ANSWER_UNREADABLE)
          : new Checked(response, released, false);
    }
    if (rule.suppressBody()) {
      return Checked.nothing(withoutBody(response), released, EnforceReason.BODY_SUPPRESSED);
    }
    if (!isReadable(response) || response.body().length > maxBytes) {
      return unreadable(released);
    }
    if (beginsAsOther(response.body())) {
      return document(response, rule, released);
    }
    try {
      return list(response, rule);
    } catch (NotAListException e) {
      return document(response, rule, released);
    } catch (UnreadableAnswerException e) {
      return unreadable(released);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }

  /**
   * True when the body looks like a resource that is no Bundle, and need not be tried as a list. A
   * guess for speed alone: what is checked as a document is checked by the same rules.
   */
  private static boolean beginsAsOther(byte[] body) {
    int at = 0;
    for (byte expected : BEGINNING) {
      while (at < body.length && body[at] <= ' ') {
        at++;
      }
      if (at == body.length || body[at] != expected) {
        return false;
      }
      at++;
    }
    int end = Math.min(body.length, at + BUNDLE.length);
    return !Arrays.equals(body, at, end, BUNDLE, 0, BUNDLE.length);
  }

  /** The check of a search set or history that is complete, by the rules of one that is not. */
  private Checked list(Response response, EntryRule rule) throws IOException {
    Released released = new Released();
    Leaving leaving = new LeavingHeld(released, response.body());
    ListWalk walk = walk(response, rule, released, leaving, maxBytes);
    walk.feed(response.body(), 0, response.body().length);
    walk.finish();
    if (walk.rules().isAbsent()) {
      return Checked.nothing(Refusals.absent(), released, EnforceReason.ANSWER_REFUSED);
    }
    // The bytes that were read are the bytes that leave, unless something was taken out.
    Response leaves =
        walk.rules().isUnchanged() ? response : response.withBody(leaving.toByteArray()).asPart();
    return new Checked(toldOf(leaves, rule), released, false);
  }

  /** What headers say of a list was said before anybody looked what of it the caller may see. */
  private static Response toldOf(Response list, EntryRule rule) {
    return rule.totalReliable() ? list : list.asPart();
  }

  private Checked document(Response response, EntryRule rule, Released released) {
    byte[] body = response.body();
    try {
      JsonObject document =
          isXml(response)
              ? XmlResources.read(body)
              : reader.readObject(body, 0, body.length, rule.resource(names));
      return checkDocument(response, document, rule, released);
    } catch (JsonSyntaxException | XmlSyntaxException e) {
      return unreadable(released);
    }
  }

  private static Checked unreadable(Released released) {
    return Checked.aborted(Refusals.withheld(), released, EnforceReason.ANSWER_UNREADABLE);
  }

  /** The check of a search set or history as it comes, in the form that its head says it has. */
  ListWalk walk(Response head, EntryRule rule, Released released, Leaving leaving, int maxPiece) {
    return XML_TYPES.contains(head.mediaType())
        ? new XmlBundleWalk(rule, released, leaving, maxPiece)
        : new BundleWalk(rule, names, released, leaving, limits(maxPiece));
  }

  /** The document of a checkable answer in JSON: not encoded, within the limits. */
  Optional<JsonObject> read(Response response) {
    if (!isReadable(response) || isXml(response) || response.body().length > maxBytes) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.readObject(response.body()));
    } catch (JsonSyntaxException e) {
      return Optional.empty();
    }
  }

  private static boolean isXml(Response response) {
    return XML_TYPES.contains(response.mediaType());
  }

  /** True when headers say that the body is FHIR JSON or XML as it is. */
  static boolean isReadable(Response response) {
    return (JSON_TYPES.contains(response.mediaType()) || isXml(response)) && isPlainText(response);
  }

  /** True when headers say that the body is all of an answer in UTF-8, as it is. */
  static boolean isPlainText(Response response) {
    String type = response.header("Content-Type").orElse("");
    return MEDIA_TYPE.matcher(type).matches()
        && isUtf8(type)
        && isIdentity(response.headers().getOrDefault("Content-Encoding", List.of()))
        && response.headers().getOrDefault("Content-Type", List.of()).size() == 1
        && response.status() != PARTIAL_CONTENT
        && !response.headers().containsKey("Content-Range");
  }

  /** Stated otherwise, a client would read other text than was checked. */
  private static boolean isUtf8(String contentType) {
    if (contentType.indexOf('=') < 0) {
      return true;
    }
    Matcher stated = CHARSET.matcher(contentType);
    while (stated.find()) {
      if (!stated.group(1).equalsIgnoreCase("utf-8")) {
        return false;
      }
    }
    return true;
  }

  /** The document as it may leave; empty when nothing of it may. */
  Optional<JsonObject> filter(JsonObject document, EntryRule rule, Released released) {
    if (EntryCheck.isBundle(document)) {
      return new BundleCheck(rule, released).check(document);
    }
    Optional<Reason> refusal =
        rule.refuses(document).or(() -> ParametersCheck.refuses(document, rule));
    if (refusal.isPresent() && OutcomeWords.isReason(refusal.get()) && !rule.byId()) {
      // What was done was done: that much is told.
      released.leaves(OutcomeWords.OURS);
      return Optional.of(OutcomeWords.OURS);
    }
    if (refusal.isPresent()) {
      released.stays(refusal.get());
      return Optional.empty();
    }
    released.leaves(document);
    return Optional.of(document);
  }

  private Checked checkDocument(
      Response response, JsonObject document, EntryRule rule, Released released) {
    Optional<JsonObject> checked = filter(document, rule, released);
    if (checked.isEmpty()) {
      return Checked.nothing(Refusals.absent(), released, EnforceReason.ANSWER_REFUSED);
    }
    if (OutcomeWords.isOutcome(checked.get()) && !checked.get().equals(document)) {
      return new Checked(Refusals.inJson(response, checked.get()), released, false);
    }
    // The bytes that were read are the bytes that leave, unless something was taken out.
    boolean unchanged = checked.get().equals(document);
    if (!unchanged && isXml(response)) {
      // What is no list leaves whole or not at all; a list that is not written like one stays.
      return unreadable(released);
    }
    Response leaving =
        unchanged ? response : response.withBody(JsonWriter.write(checked.get())).asPart();
    return new Checked(
        EntryCheck.isBundle(document) ? toldOf(leaving, rule) : leaving, released, false);
  }

  /**
   * Errors and redirects. Their words may name what the caller may not see, so a confined caller
   * reads ours; and "absent" has one wording for everyone.
   */
  private Checked failure(Response response, EntryRule rule, Released released) {
    int status = response.status();
    if (status < 400) {
      return Checked.aborted(Refusals.withheld(), released, EnforceReason.ANSWER_UNREADABLE);
    }
    boolean tellable = status == 400 || status == 409 || status == 412 || status == 422;
    if (!tellable || rule.confined() || rule.suppressBody() || response.body().length == 0) {
      return Checked.nothing(Refusals.uniform(response), released, EnforceReason.APPLICATION_ERROR);
    }
    boolean outcome =
        read(response)
            .filter(OutcomeWords::isOutcome)
            .filter(document -> OutcomeWords.refuses(document, rule.confined()).isEmpty())
            .isPresent();
    return outcome
        ? new Checked(onlyContentType(response), released, false)
        : Checked.nothing(Refusals.uniform(response), released, EnforceReason.APPLICATION_ERROR);
  }

  static Response withoutBody(Response response) {
    return response.withBody(new byte[0]).withoutHeader("Content-Type");
  }

  private static Response onlyContentType(Response response) {
    return Response.of(
        response.status(),
        Map.of("Content-Type", List.of(response.header("Content-Type").orElse(""))),
        response.body());
  }

  private static boolean isIdentity(List<String> encodings) {
    return encodings.stream().allMatch("identity"::equalsIgnoreCase);
  }
}
