package org.ztclinical.signal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/**
 * Whom or what an event is about (RFC 9493; complex subjects: Shared Signals 1.0 §3.2). Prints its
 * format alone.
 *
 * @param format as in {@code iss_sub}
 * @param texts the members that are text
 * @param components of a {@code complex} subject: what each part of it is called, as in {@code
 *     user}; all together name it
 * @param aliases of an {@code aliases} subject: each alone names it
 */
public record SubjectId(
    String format,
    Map<String, String> texts,
    Map<String, SubjectId> components,
    List<SubjectId> aliases) {
  private static final int MOST = 16;

  /** RFC 9493 §3.2; what else somebody calls a format is not printed. */
  private static final Set<String> FORMATS =
      Set.of(
          "account",
          "aliases",
          "complex",
          "did",
          "email",
          "iss_sub",
          "jwt_id",
          "opaque",
          "phone_number",
          "uri");

  public SubjectId {
    Objects.requireNonNull(format, "format");
    texts = Map.copyOf(texts);
    components = Map.copyOf(components);
    aliases = List.copyOf(aliases);
  }

  /** A member's text. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  static SubjectId parse(JsonObject subject) throws SignalRejectedException {
    return parse(subject, true);
  }

  private static SubjectId parse(JsonObject subject, boolean outer) throws SignalRejectedException {
    if (subject.members().size() > MOST) {
      throw malformed();
    }
    String format = SignalClaims.required(subject, "format");
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, SubjectId> components = new LinkedHashMap<>();
    List<SubjectId> aliases = new ArrayList<>();
    for (Map.Entry<String, JsonValue> member : subject.members().entrySet()) {
      if (member.getValue() instanceof JsonObject part && format.equals("complex")) {
        components.put(member.getKey(), inner(part, outer));
      } else if (member.getValue() instanceof JsonString text) {
        texts.put(member.getKey(), name(text));
      }
    }
    if (format.equals("aliases")) {
      for (JsonObject alias : subject.objects("identifiers")) {
        aliases.add(inner(alias, outer));
      }
    }
    if (aliases.size() > MOST) {
      throw malformed();
    }
    SubjectId read = new SubjectId(format, texts, components, aliases);
    read.requireMembers();
    return read;
  }

  /** What the member is called is the sender's word, too: a refusal does not tell it. */
  private static String name(JsonString text) throws SignalRejectedException {
    if (!SignalClaims.isName(text.value())) {
      throw malformed();
    }
    return text.value();
  }

  private static SubjectId inner(JsonObject part, boolean outer) throws SignalRejectedException {
    if (!outer) {
      throw malformed();
    }
    return parse(part, false);
  }

  private void requireMembers() throws SignalRejectedException {
    List<String> needed =
        switch (format) {
          case "iss_sub" -> List.of("iss", "sub");
          case "jwt_id" -> List.of("iss", "jti");
          case "opaque" -> List.of("id");
          case "email" -> List.of("email");
          default -> List.of();
        };
    if (!texts.keySet().containsAll(needed)
        || (format.equals("complex") && components.isEmpty())
        || (format.equals("aliases") && aliases.isEmpty())) {
      throw malformed();
    }
  }

  private static SignalRejectedException malformed() {
    return new SignalRejectedException(SignalReason.CLAIMS, "sub_id");
  }

  @Override
  public String toString() {
    return "subject in format " + (FORMATS.contains(format) ? format : "other");
  }
}
