package org.ztclinical.servlet;

import java.util.Map;
import org.ztclinical.servlet.Behaviours.Behaviour;

/** Applications that say in an OperationOutcome what the caller may not see. */
final class OutcomeAnswers {
  private static final String OUTCOME =
      "{\"resourceType\":\"OperationOutcome\",\"contained\":[{\"resourceType\":\"Patient\","
          + "\"id\":\"2\",\"name\":[{\"family\":\"Family2\"}]}],\"issue\":[{\"severity\":"
          + "\"warning\",\"code\":\"processing\",\"details\":{\"text\":\"application words\"},"
          + "\"diagnostics\":\"see Patient/2\"}]}";
  private static final String OWN =
      "{\"resourceType\":\"Observation\",\"id\":\"o1\",\"subject\":{\"reference\":\"Patient/1\"}}";

  private OutcomeAnswers() {}

  static Map<String, Behaviour> all() {
    return Map.of(
        "outcome-alone", answering(200, OUTCOME),
        "outcome-created", answering(201, OUTCOME),
        "outcome-refusing", answering(422, OUTCOME),
        "outcome-in-list", answering(200, list("searchset", "{\"resource\":" + OUTCOME + "}")),
        "outcome-beside",
            answering(200, list("history", "{\"response\":{\"outcome\":" + OUTCOME + "}}")));
  }

  private static String list(String type, String other) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s,{\"resource\":%s}]}"
        .formatted(type, other, OWN);
  }

  private static Behaviour answering(int status, String body) {
    return (request, response, servlet) -> {
      response.setStatus(status);
      response.setContentType("application/fhir+json");
      Behaviours.stream(response, body);
    };
  }
}
