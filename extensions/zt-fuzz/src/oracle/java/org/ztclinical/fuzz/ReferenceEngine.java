package org.ztclinical.fuzz;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;

/**
 * The reference implementation of Cedar, asked through the text interface below its Java binding:
 * JSON in, JSON out. Never give it text nested more than 40 levels.
 */
final class ReferenceEngine {
  private static final JsonReader JSON = JsonReader.of(JsonLimits.forResources());
  private static final MethodHandle CALL = call();

  private ReferenceEngine() {}

  /** What it decided. */
  record Answer(boolean allowed, Set<String> reasons, Set<String> errors) {}

  /** The decision, or empty where the question did not parse. */
  static Optional<Answer> authorize(String[] request, String policies, String entities) {
    JsonObject answer =
        ask(
            "AuthorizationOperation",
            "{\"principal\":%s,\"action\":%s,\"resource\":%s,\"context\":%s,\"policies\":{\"staticPolicies\":%s},\"entities\":%s}"
                .formatted(
                    request[0], request[1], request[2], request[3], quote(policies), entities));
    return answer(answer);
  }

  /** The decision by one policy in JSON, {@code p}. */
  static Optional<Answer> authorizeByJson(String[] request, String policy, String entities) {
    return answer(
        ask(
            "AuthorizationOperation",
            "{\"principal\":%s,\"action\":%s,\"resource\":%s,\"context\":%s,\"policies\":{\"staticPolicies\":{\"p\":%s}},\"entities\":%s}"
                .formatted(request[0], request[1], request[2], request[3], policy, entities)));
  }

  static Optional<Answer> answer(JsonObject answer) {
    return answer
        .object("response")
        .map(
            response -> {
              JsonObject diagnostics = response.object("diagnostics").orElseThrow();
              return new Answer(
                  response.string("decision").orElseThrow().equals("allow"),
                  diagnostics.array("reason").stream()
                      .map(id -> ((org.ztclinical.json.JsonString) id).value())
                      .collect(Collectors.toSet()),
                  ids(diagnostics.objects("errors")));
            });
  }

  /**
   * What strict validation says.
   *
   * @param errors their messages by policy, template or link
   * @param impossible those that no request satisfies
   */
  record Findings(Map<String, List<String>> errors, Set<String> impossible) {}

  /** Whether the reference reads the schema: JSON, or a JSON string of text. */
  static boolean takesSchema(String schema) {
    return validateJson(schema, "{\"staticPolicies\":\"\"}", -1).isPresent();
  }

  /**
   * Validates in strict mode; empty where the question did not parse.
   *
   * @param schema its text
   * @param policies a policy set in the interface's JSON
   * @param level how far entities may be followed; -1 for as far as can be
   */
  static Optional<Findings> validate(String schema, String policies, int level) {
    return validateJson(quote(schema), policies, level);
  }

  private static Optional<Findings> validateJson(String schema, String policies, int level) {
    String question = "\"schema\":%s,\"policies\":%s}".formatted(schema, policies);
    JsonObject answer =
        level < 0
            ? tryAsk("ValidateOperation", "{" + question)
            : tryAsk(
                "ValidateWithLevelOperation",
                "{\"maxDerefLevel\":%d,%s".formatted(level, question));
    if (!answer.string("type").orElse("").equals("success")) {
      return Optional.empty();
    }
    Map<String, List<String>> errors = messages(answer.objects("validationErrors"));
    Set<String> impossible = new HashSet<>();
    messages(answer.objects("validationWarnings"))
        .forEach(
            (id, all) -> {
              if (all.stream().anyMatch(message -> message.contains("policy is impossible"))) {
                impossible.add(id);
              }
            });
    return Optional.of(new Findings(errors, impossible));
  }

  private static Map<String, List<String>> messages(List<JsonObject> findings) {
    Map<String, List<String>> messages = new HashMap<>();
    for (JsonObject finding : findings) {
      messages
          .computeIfAbsent(finding.string("policyId").orElseThrow(), id -> new ArrayList<>())
          .add(finding.object("error").flatMap(e -> e.string("message")).orElse(""));
    }
    return messages;
  }

  /** The answer to a question in the interface's own JSON. */
  static JsonObject ask(String operation, String question) {
    String answer = text(operation, question);
    try {
      return JSON.readObject(answer.getBytes(StandardCharsets.UTF_8));
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException("the reference engine answered: " + answer, e);
    }
  }

  /** The policies as the reference writes them in JSON. */
  static String policiesAsJson(String text) {
    try {
      return com.cedarpolicy.model.policy.PolicySet.parsePolicies(text).toJson();
    } catch (Exception e) {
      throw new IllegalStateException("the reference engine failed", e);
    }
  }

  /** Whether the reference reads this policy set in JSON. */
  static boolean takesPolicies(String policySet) {
    String entity = "{\"type\":\"T\",\"id\":\"\"}";
    return tryAsk(
            "AuthorizationOperation",
            "{\"principal\":%s,\"action\":%s,\"resource\":%s,\"context\":{},\"policies\":%s,\"entities\":[]}"
                .formatted(entity, entity, entity, policySet))
        .string("type")
        .orElse("")
        .equals("success");
  }

  /** Whether the reference reads this policy in JSON. */
  static boolean takesPolicyJson(String[] request, String policy) {
    return withPolicyJson(request, policy).string("type").orElse("").equals("success");
  }

  /** Why it does not. */
  static String refusalOfPolicyJson(String[] request, String policy) {
    return withPolicyJson(request, policy).objects("errors").toString()
        + withPolicyJson(request, policy).objects("errors").stream()
            .map(e -> e.string("message").orElse(""))
            .toList();
  }

  private static JsonObject withPolicyJson(String[] request, String policy) {
    return tryAsk(
        "AuthorizationOperation",
        "{\"principal\":%s,\"action\":%s,\"resource\":%s,\"context\":%s,\"policies\":{\"staticPolicies\":{\"p\":%s}},\"entities\":[]}"
            .formatted(request[0], request[1], request[2], request[3], policy));
  }

  /** As {@link #ask}, for a question that may not even be JSON: then the answer is empty. */
  static JsonObject tryAsk(String operation, String question) {
    String answer = text(operation, question);
    try {
      return JSON.readObject(answer.getBytes(StandardCharsets.UTF_8));
    } catch (JsonSyntaxException e) {
      return new JsonObject(Map.of());
    }
  }

  /** The text as a JSON string. */
  static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c < ' ' || c == '"' || c == '\\') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  private static Set<String> ids(List<JsonObject> findings) {
    return findings.stream()
        .map(finding -> finding.string("policyId").orElseThrow())
        .collect(Collectors.toSet());
  }

  private static String text(String operation, String question) {
    try {
      return (String) CALL.invokeExact(operation, question);
    } catch (Throwable e) {
      throw new IllegalStateException("the reference engine failed", e);
    }
  }

  private static MethodHandle call() {
    try {
      Method method =
          Class.forName("com.cedarpolicy.BasicAuthorizationEngine")
              .getDeclaredMethod("callCedarJNI", String.class, String.class);
      method.setAccessible(true);
      return MethodHandles.lookup()
          .unreflect(method)
          .asType(MethodType.methodType(String.class, String.class, String.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
