package org.ztclinical.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.ztclinical.access.AppRoutes;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;

/**
 * The clinical schema: what policies can speak of, as text and as the model that policies are
 * validated against. Read once, when first asked for.
 */
public final class ClinicalSchema {
  private static final String FILE = "clinical.cedarschema";

  private ClinicalSchema() {}

  /** The schema in Cedar's syntax, for editors and analysers. */
  public static String text() {
    try (InputStream in = ClinicalSchema.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(FILE + " cannot be read from the jar", e);
    }
  }

  /** The same, with the routes of an application: their actions and types in namespace App. */
  public static String text(AppRoutes routes) {
    return text() + AppSchema.text(routes);
  }

  /** The schema as a model. */
  public static Schema model() {
    return Holder.MODEL;
  }

  /** The same, with the routes of an application. */
  static Schema model(AppRoutes routes) {
    return routes.isEmpty() ? model() : parse(text(routes));
  }

  private static final class Holder {
    private static final Schema MODEL = parse(text());
  }

  private static Schema parse(String text) {
    try {
      return SchemaParser.parse(text, FILE, CedarLimits.defaults());
    } catch (CedarSyntaxException e) {
      throw new IllegalStateException("the clinical schema does not parse", e);
    }
  }
}
