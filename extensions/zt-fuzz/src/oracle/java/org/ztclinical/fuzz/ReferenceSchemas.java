package org.ztclinical.fuzz;

import java.lang.reflect.Method;
import org.ztclinical.json.JsonObject;

/** Schemas as the reference translates them. */
final class ReferenceSchemas {
  private static final Method TO_JSON = method("cedarToJsonJni");
  private static final Method TO_CEDAR = method("jsonToCedarJni");

  private ReferenceSchemas() {}

  static String toJson(String text) throws ReflectiveOperationException {
    return (String) TO_JSON.invoke(null, text);
  }

  static String toCedar(String json) throws ReflectiveOperationException {
    return (String) TO_CEDAR.invoke(null, json);
  }

  /** Why it does not read the schema: JSON, or a JSON string of text. */
  static String refusal(String schema) {
    JsonObject answer =
        ReferenceEngine.tryAsk(
            "ValidateOperation",
            "{\"schema\":" + schema + ",\"policies\":{\"staticPolicies\":\"\"}}");
    return answer.objects("errors").isEmpty()
        ? ""
        : answer.objects("errors").get(0).string("message").orElse("");
  }

  private static Method method(String name) {
    try {
      Class.forName("com.cedarpolicy.BasicAuthorizationEngine");
      Method method =
          Class.forName("com.cedarpolicy.model.schema.Schema")
              .getDeclaredMethod(name, String.class);
      method.setAccessible(true);
      return method;
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
