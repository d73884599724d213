package org.ztclinical.cedar.ast;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.ztclinical.cedar.value.EntityUid;

/**
 * What fills a template's slots. Immutable.
 *
 * @param templateId which template
 * @param newId the id of the policy that results
 * @param values an entity for each slot of the template
 */
public record TemplateLink(String templateId, String newId, Map<Slot, EntityUid> values) {
  public TemplateLink {
    Objects.requireNonNull(templateId, "templateId");
    Objects.requireNonNull(newId, "newId");
    values = values.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(values));
  }
}
