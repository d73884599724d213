package org.ztclinical.fhirclient;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Random;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.BaseResource;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.CompartmentDefinition;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.PrimitiveType;

/** Resources in which every element is filled, down to a depth, once or as often as it may be. */
final class FilledResources {
  private static final int DEPTH = 3;
  private static final List<String> OPEN =
      List.of(
          "valueAddress",
          "valueAttachment",
          "valueBoolean",
          "valueCodeableConcept",
          "valueMeta",
          "valuePeriod",
          "valueReference",
          "valueString",
          "valueTiming");

  private final FhirContext context;
  private final Random random;

  FilledResources(FhirContext context, long seed) {
    this.context = context;
    this.random = new Random(seed);
  }

  IBaseResource of(String type) {
    IBaseResource resource = context.getResourceDefinition(type).newInstance();
    fill(resource, DEPTH);
    resource.setId(type + "/x" + random.nextInt(9));
    return resource;
  }

  private void fill(IBase parent, int depth) {
    BaseRuntimeElementDefinition<?> definition = context.getElementDefinition(parent.getClass());
    if (!(definition instanceof BaseRuntimeElementCompositeDefinition<?> composite)) {
      return;
    }
    for (BaseRuntimeChildDefinition child : composite.getChildren()) {
      if (random.nextInt(8) > 0) {
        int count = child.getMax() == 1 ? 1 : 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
          add(parent, child, depth);
        }
      }
    }
  }

  private void add(IBase parent, BaseRuntimeChildDefinition child, int depth) {
    String name = child.getElementName();
    boolean unknown = parent instanceof CompartmentDefinition && name.equals("jurisdiction");
    if (unknown
        || name.equals("extension")
        || name.equals("modifierExtension")
        || name.equals("id")) {
      return;
    }
    List<String> names = List.copyOf(child.getValidChildNames());
    if (names.size() > OPEN.size() + 10) {
      // Where any type may stand, HAPI offers some that the standard does not.
      names = OPEN.stream().filter(names::contains).toList();
    }
    if (names.isEmpty()) {
      return;
    }
    BaseRuntimeElementDefinition<?> kind =
        child.getChildByName(names.get(random.nextInt(names.size())));
    IBase value = value(kind, child);
    if (value == null || (depth == 0 && !(value instanceof PrimitiveType<?>))) {
      return;
    }
    if (!(value instanceof PrimitiveType<?>) && !(value instanceof Narrative)) {
      fill(value, depth - 1);
    }
    child.getMutator().addValue(parent, value);
  }

  private IBase value(BaseRuntimeElementDefinition<?> kind, BaseRuntimeChildDefinition child) {
    if (kind == null || Extension.class.equals(kind.getImplementingClass())) {
      return null;
    }
    if (kind.getImplementingClass().equals(BaseResource.class)
        || kind.getImplementingClass().isInterface()) {
      Basic inner = new Basic();
      inner.setId("inner");
      return inner;
    }
    Object argument = child.getInstanceConstructorArguments();
    IBase value = argument == null ? kind.newInstance() : kind.newInstance(argument);
    if (value instanceof Narrative narrative) {
      narrative.setStatus(Narrative.NarrativeStatus.GENERATED);
      narrative.setDivAsString("<div>a <b>text</b> &lt; b</div>");
    } else if (value instanceof Enumeration<?> code) {
      return enumerated(code);
    } else if (value instanceof PrimitiveType<?> primitive) {
      primitive.setValueAsString(text(kind.getName()));
    }
    return value;
  }

  private static IBase enumerated(Enumeration<?> code) {
    for (String some : List.of("active", "final", "completed", "searchset", "draft", "generated")) {
      try {
        code.setValueAsString(some);
        return code;
      } catch (IllegalArgumentException e) {
        // Not one of its codes.
      }
    }
    return null;
  }

  private String text(String kind) {
    return switch (kind) {
      case "boolean" -> "" + random.nextBoolean();
      case "integer", "positiveInt", "unsignedInt" -> "" + (1 + random.nextInt(99));
      case "decimal" -> "1.50";
      case "date" -> "2026-01-0" + (1 + random.nextInt(9));
      case "dateTime", "instant" -> "2026-01-01T10:00:00+01:00";
      case "time" -> "10:00:00";
      case "base64Binary" -> "AAAA";
      case "oid" -> "urn:oid:1.2.3";
      case "uuid" -> "urn:uuid:53fefa32-fcbb-4ff8-8a92-55ee120877b7";
      case "id", "code" -> "a-" + random.nextInt(9);
      case "uri", "url", "canonical" -> "http://x.example/" + random.nextInt(9);
      default -> "ä < & > \" ' " + random.nextInt(9);
    };
  }
}
