package org.ztclinical.fhir;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.Parameters;

/**
 * A request with its one meaning in FHIR R4: the interaction and everything it touches. Immutable.
 * Built by {@link FhirClassifier} alone. Ids, parameter values and bodies may be patient data:
 * {@code toString} shows the interaction and the type.
 */
public final class FhirRequest implements Classified {
  private final CanonicalRequest origin;
  private final Interaction interaction;
  private final @Nullable String type;
  private final @Nullable String id;
  private final @Nullable String version;
  private final @Nullable Reference compartment;
  private final @Nullable OperationCall operation;
  private final Parameters parameters;
  private final @Nullable Parameters criteria;
  private final List<Join> joins;
  private final @Nullable JsonObject resource;
  private final @Nullable JsonArray jsonPatch;
  private final @Nullable String xmlPatch;
  private final Preferences preferences;
  private final @Nullable BulkPart bulk;
  private final List<Classified> entries;

  private FhirRequest(Draft draft) {
    this.origin = draft.origin;
    this.interaction = draft.interaction;
    this.type = draft.type;
    this.id = draft.id;
    this.version = draft.version;
    this.compartment = draft.compartment;
    this.operation = draft.operation;
    this.parameters = draft.parameters;
    this.criteria = draft.criteria;
    this.joins = List.copyOf(draft.joins);
    this.resource = draft.resource;
    this.jsonPatch = draft.jsonPatch;
    this.xmlPatch = draft.xmlPatch;
    this.preferences = Preferences.of(draft.origin);
    this.bulk = draft.bulk;
    this.entries = List.copyOf(draft.entries);
  }

  /** The request it was read from; for an entry of a bundle, the request the entry stands for. */
  public CanonicalRequest origin() {
    return origin;
  }

  /** The one interaction it is. */
  public Interaction interaction() {
    return interaction;
  }

  /** The resource type addressed; empty at system level and for a search of all types. */
  public Optional<String> type() {
    return Optional.ofNullable(type);
  }

  /** The id addressed, in the grammar of FHIR ids. */
  public Optional<String> id() {
    return Optional.ofNullable(id);
  }

  /** The version addressed; for vread alone. */
  public Optional<String> version() {
    return Optional.ofNullable(version);
  }

  /** The compartment searched, as in {@code Patient/1/Observation}. */
  public Optional<Reference> compartment() {
    return Optional.ofNullable(compartment);
  }

  /** The operation called; present exactly for {@link Interaction#OPERATION}. */
  public Optional<OperationCall> operation() {
    return Optional.ofNullable(operation);
  }

  /**
   * True when the answer is to be in XML: {@code _format} says so, or the caller takes XML and no
   * JSON. {@code _format} outranks the header (FHIR R4 §3.1.0.1.11).
   */
  public boolean wantsXml() {
    List<String> formats = parameters.all("_format");
    if (formats.isEmpty()) {
      formats = origin.query().all("_format");
    }
    List<String> accepted = origin.headers("accept");
    return formats.isEmpty()
        ? !MediaTypes.acceptsJson(accepted) && MediaTypes.acceptsXml(accepted)
        : MediaTypes.isXmlFormat(formats.get(0));
  }

  /**
   * True of a call of {@code $export} where Bulk Data Access defines one: of the system, of all
   * patients, of a group.
   */
  public boolean isExportStart() {
    if (bulk != null || operation == null || !operation.name().equals("export")) {
      return false;
    }
    return switch (operation.level()) {
      case SYSTEM -> true;
      case TYPE -> "Patient".equals(type);
      case INSTANCE -> "Group".equals(type);
    };
  }

  /**
   * What is asked of an export that was started before, where the server keeps such things. Of an
   * {@link Interaction#OPERATION} it is all that is asked; a {@link Interaction#READ} of a Binary
   * may be one of a file, or of any other Binary.
   */
  public Optional<BulkPart> bulk() {
    return Optional.ofNullable(bulk);
  }

  /** Query and, for a search by POST, form body together; without conditional criteria. */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * The criteria of a conditional create, update, patch or delete; empty when unconditional (FHIR
   * R4 §3.1.0.8.1).
   */
  public Optional<Parameters> criteria() {
    return Optional.ofNullable(criteria);
  }

  /** What is read beside the resources addressed. */
  public List<Join> joins() {
    return joins;
  }

  /**
   * The resource sent: what is created or updated, a FHIRPath patch or an operation's input, or the
   * batch itself.
   */
  public Optional<JsonObject> resource() {
    return Optional.ofNullable(resource);
  }

  /** The operations of a JSON Patch (RFC 6902); for patch alone. */
  public Optional<JsonArray> jsonPatch() {
    return Optional.ofNullable(jsonPatch);
  }

  /** The text of an XML Patch (RFC 5261), which nobody has looked into; for patch alone. */
  public Optional<String> xmlPatch() {
    return Optional.ofNullable(xmlPatch);
  }

  /** What the client would like, as far as FHIR gives it a meaning. */
  public Preferences preferences() {
    return preferences;
  }

  /** The entries of a batch or transaction, in order. */
  public List<Classified> entries() {
    return entries;
  }

  @Override
  public <T> T fold(
      Function<? super FhirRequest, ? extends T> known,
      Function<? super Unclassified, ? extends T> unknown) {
    return known.apply(this);
  }

  @Override
  public String toString() {
    return type == null ? interaction.code() : interaction.code() + " " + type;
  }

  /** What the classifier has found so far; never leaves this room. */
  static final class Draft {
    private final CanonicalRequest origin;
    private final Interaction interaction;
    private @Nullable String type;
    private @Nullable String id;
    private @Nullable String version;
    private @Nullable Reference compartment;
    private @Nullable OperationCall operation;
    private Parameters parameters = Parameters.none();
    private @Nullable Parameters criteria;
    private List<Join> joins = List.of();
    private @Nullable JsonObject resource;
    private @Nullable JsonArray jsonPatch;
    private @Nullable String xmlPatch;
    private @Nullable BulkPart bulk;
    private List<Classified> entries = List.of();

    Draft(CanonicalRequest origin, Interaction interaction) {
      this.origin = Objects.requireNonNull(origin, "origin");
      this.interaction = Objects.requireNonNull(interaction, "interaction");
    }

    Draft type(@Nullable String value) {
      type = value;
      return this;
    }

    Draft id(String value) {
      id = value;
      return this;
    }

    Draft version(String value) {
      version = value;
      return this;
    }

    Draft compartment(Reference value) {
      compartment = value;
      return this;
    }

    Draft operation(OperationCall value) {
      operation = value;
      return this;
    }

    Draft parameters(Parameters value) {
      parameters = value;
      return this;
    }

    Draft criteria(@Nullable Parameters value) {
      criteria = value;
      return this;
    }

    Draft joins(List<Join> value) {
      joins = value;
      return this;
    }

    Draft resource(@Nullable JsonObject value) {
      resource = value;
      return this;
    }

    Draft jsonPatch(@Nullable JsonArray value) {
      jsonPatch = value;
      return this;
    }

    Draft xmlPatch(@Nullable String value) {
      xmlPatch = value;
      return this;
    }

    Draft bulk(BulkPart value) {
      bulk = value;
      return this;
    }

    Draft entries(List<Classified> value) {
      entries = value;
      return this;
    }

    CanonicalRequest origin() {
      return origin;
    }

    @Nullable String type() {
      return type;
    }

    FhirRequest build() {
      return new FhirRequest(this);
    }
  }
}
