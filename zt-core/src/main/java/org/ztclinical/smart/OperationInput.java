package org.ztclinical.smart;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.ztclinical.fhir.FhirId;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Reference;
import org.ztclinical.fhir.ResourceTypes;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonBoolean;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.request.Parameters.Parameter;

/**
 * What the parameters of an operation name beside the path: resources by reference, and resources
 * that are sent (FHIR R4 §3.2.0.1.2). Query and body are read alike. What may name something in a
 * way that nobody can tell is not taken for nothing: it is {@link #isClear not clear}, unless the
 * operation's {@link OperationRule} states what the parameter means. Used by one thread while it
 * reads, then immutable.
 */
public final class OperationInput {
  /** More resources are not named by one call. */
  static final int MAX_NAMED = 64;

  private static final Set<String> OF_THE_ANSWER =
      Set.of("_format", "_pretty", "_summary", "_elements", "_count");
  private static final Set<String> BODY_MEMBERS = Set.of("resourceType", "id", "parameter");
  private static final Set<String> PARAMETER_MEMBERS = Set.of("name", "resource", "part");

  /** Data types of several elements, none of which refers to a resource. */
  private static final Set<String> PLAIN_OBJECTS =
      Set.of("Quantity", "Period", "Range", "Ratio", "Coding", "CodeableConcept");

  private static final Set<String> NUMBERS =
      Set.of("Integer", "PositiveInt", "UnsignedInt", "Decimal");
  private static final Set<String> TIMES = Set.of("Date", "DateTime", "Instant", "Time");
  private static final Pattern TIME =
      Pattern.compile(
          "[0-9]{4}(-[0-9]{2}){0,2}(T[0-9:.]{5,18}(Z|[+-][0-9:]{5})?)?"
              + "|[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?");

  private final ServerBase base;
  private final Optional<OperationRule> rule;
  private final Set<Reference> named = new LinkedHashSet<>();
  private final Set<String> unstatedTypes = new LinkedHashSet<>();
  private final List<JsonObject> resources = new ArrayList<>();
  private boolean clear = true;

  private OperationInput(ServerBase base, Optional<OperationRule> rule) {
    this.base = base;
    this.rule = rule;
  }

  /**
   * Reads what a call names; nothing of any other interaction.
   *
   * @param rule what is stated about the operation
   * @param base what references are local
   */
  public static OperationInput of(
      FhirRequest request, Optional<OperationRule> rule, ServerBase base) {
    OperationInput input = new OperationInput(base, rule);
    boolean stated = rule.filter(of -> of.meaning() == OperationRule.Meaning.STATED).isPresent();
    if (request.operation().isPresent() && stated) {
      request.parameters().list().forEach(input::query);
      request.resource().ifPresent(input::body);
    }
    return input;
  }

  /** The resources of this server that are named by a reference or an id. */
  public Set<Reference> named() {
    return Set.copyOf(named);
  }

  /** The resources that were sent. */
  public List<JsonObject> resources() {
    return List.copyOf(resources);
  }

  /** Whether nothing is named beside what the path says. */
  public boolean isEmpty() {
    return named.isEmpty() && resources.isEmpty() && clear;
  }

  /** Whether all that was sent could be read, so that nothing else is named. */
  boolean isClear() {
    return clear;
  }

  /** Types of what is named by parameters of which the rule states nothing. */
  Set<String> unstatedTypes() {
    return unstatedTypes;
  }

  private void query(Parameter parameter) {
    if (!OF_THE_ANSWER.contains(parameter.name())) {
      text(parameter.name(), parameter.value());
    }
  }

  /** One parameter may be sent by itself when it is a resource: it is called "resource" then. */
  private void body(JsonObject body) {
    if (!isOf(body, "Parameters")) {
      sent("resource", body);
      return;
    }
    clear &= body.members().keySet().stream().allMatch(BODY_MEMBERS::contains);
    parameters(body, "parameter", "");
  }

  private void parameters(JsonObject holder, String member, String outer) {
    JsonValue value = holder.get(member);
    if (value == null) {
      return;
    }
    if (!(value instanceof JsonArray list)) {
      clear = false;
      return;
    }
    for (JsonValue one : list.elements()) {
      if (one instanceof JsonObject parameter) {
        parameter(parameter, outer);
      } else {
        clear = false;
      }
    }
  }

  /** A part means what the parameter means that it is part of. */
  private void parameter(JsonObject parameter, String outer) {
    String name = outer.isEmpty() ? parameter.string("name").orElse("") : outer;
    if (isPlain(name)) {
      return;
    }
    for (Map.Entry<String, JsonValue> member : parameter.members().entrySet()) {
      if (member.getKey().startsWith("value")) {
        value(name, member.getKey().substring("value".length()), member.getValue());
      } else if (!PARAMETER_MEMBERS.contains(member.getKey())) {
        clear = false;
      }
    }
    parameters(parameter, "part", name);
    JsonValue resource = parameter.get("resource");
    if (resource instanceof JsonObject object) {
      sent(name, object);
    } else {
      clear &= resource == null;
    }
  }

  private void value(String name, String type, JsonValue value) {
    if (value instanceof JsonString text) {
      if (!TIMES.contains(type) || !TIME.matcher(text.value()).matches()) {
        text(name, text.value());
      }
    } else if (value instanceof JsonObject object) {
      clear &= PLAIN_OBJECTS.contains(type) || refersHere(type, object);
      walk(name, object, "");
    } else {
      boolean number = value instanceof JsonNumber && NUMBERS.contains(type);
      clear &= number || (value instanceof JsonBoolean && type.equals("Boolean"));
    }
  }

  private boolean refersHere(String type, JsonObject value) {
    return type.equals("Reference") && Reference.of(value, base).isPresent();
  }

  /** A text of which nothing is stated names what it can be read as, or nobody knows what. */
  private void text(String name, String text) {
    if (text.isEmpty() || isPlain(name)) {
      return;
    }
    Optional<String> type = rule.flatMap(of -> of.named(name));
    Optional<Reference> local = Reference.parse(text, base);
    if (local.isPresent()) {
      name(name, local.get());
    } else if (type.isPresent() && FhirId.matches(text)) {
      add(new Reference(type.get(), text));
    } else {
      clear = false;
    }
  }

  /** A resource of a stated type is what the rule says; of another one nothing is known. */
  private void sent(String name, JsonObject resource) {
    if (isPlain(name)) {
      return;
    }
    String type = resource.string("resourceType").orElse("");
    if (!ResourceTypes.contains(type) || type.equals("Bundle") || type.equals("Parameters")) {
      clear = false;
      return;
    }
    resources.add(resource);
    clear &= isStated(name, type) || rule.filter(of -> of.needs().containsKey(type)).isPresent();
    resource
        .string("id")
        .filter(FhirId::matches)
        .ifPresent(id -> name(name, new Reference(type, id)));
    walk(name, resource, "");
  }

  /** Every text that is a reference to this server counts as one, in whatever element it stands. */
  private void walk(String name, JsonValue value, String member) {
    if (value instanceof JsonObject object) {
      // Who is referred to by an identifier alone, is not told; a resource's own names itself.
      boolean logical =
          object.get("identifier") instanceof JsonObject
              && object.get("reference") == null
              && object.get("resourceType") == null;
      clear &= !logical;
      object.members().forEach((key, inner) -> walk(name, inner, key));
    } else if (value instanceof JsonArray array) {
      array.elements().forEach(element -> walk(name, element, member));
    } else if (value instanceof JsonString text) {
      Optional<Reference> local = Reference.parse(text.value(), base);
      local.ifPresent(reference -> name(name, reference));
      clear &= local.isPresent() || !member.equals("reference") || text.value().startsWith("#");
    } else {
      clear &= !member.equals("reference");
    }
  }

  private void name(String parameter, Reference reference) {
    add(reference);
    if (!isStated(parameter, reference.type())) {
      unstatedTypes.add(reference.type());
    }
  }

  private void add(Reference reference) {
    named.add(reference);
    clear &= named.size() <= MAX_NAMED;
  }

  private boolean isPlain(String parameter) {
    return rule.filter(of -> of.isPlain(parameter)).isPresent();
  }

  private boolean isStated(String parameter, String type) {
    return rule.flatMap(of -> of.named(parameter)).filter(type::equals).isPresent();
  }

  private static boolean isOf(JsonObject object, String type) {
    return object.string("resourceType").filter(type::equals).isPresent();
  }

  /** Ids are not shown. */
  @Override
  public String toString() {
    return named.size()
        + " references, "
        + resources.size()
        + " resources"
        + (clear ? "" : ", perhaps more");
  }
}
