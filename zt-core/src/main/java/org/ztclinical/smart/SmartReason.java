package org.ztclinical.smart;

import org.ztclinical.reason.Layer;
import org.ztclinical.reason.ReasonCode;

/** Why scopes, launch context or compartment do not cover something. */
public enum SmartReason implements ReasonCode {
  NO_RESOURCE_SCOPE("no-resource-scope", "no granted scope names a resource type"),
  NOT_A_RESOURCE_SCOPE("not-a-resource-scope", "the scope grants no access to resources"),
  MALFORMED("malformed", "the scope is malformed and grants nothing"),
  CONSTRAINT_NOT_SUPPORTED(
      "constraint-not-supported",
      "the scope's constraint cannot be evaluated, so it grants nothing"),
  NOT_COVERED("not-covered", "no granted scope covers the interaction"),
  NO_LAUNCH_PATIENT("no-launch-patient", "patient scopes need a patient in the launch context"),
  OUTSIDE_COMPARTMENT("outside-compartment", "not in the compartment of the patient in context"),
  STORED_OUTSIDE("stored-outside", "what is stored is outside what the scopes cover"),
  CONSTRAINT_NOT_MET("constraint-not-met", "the scope's constraint is not met"),
  OTHER_PATIENT("other-patient", "another patient is asked for or would be written about"),
  STORED_FACT_UNKNOWN("stored-fact-unknown", "what is stored now is not known"),
  CREATE_WITH_OWN_ID(
      "create-with-own-id", "a confined scope may not create under an id the client chose"),
  CONDITIONAL_WRITE_CONFINED(
      "conditional-write-confined", "a confined scope may not write on conditions"),
  PATCH_NOT_PREVIEWED("patch-not-previewed", "the result of the patch cannot be foreseen"),
  JOIN_NOT_COVERED("join-not-covered", "no granted scope lets a joined type be searched"),
  JOIN_NOT_CONFINED(
      "join-not-confined",
      "the search depends on resources outside what the scopes are confined to"),
  COUNT_NOT_EXACT(
      "count-not-exact",
      "a count, or pages of a chosen size, would tell of what the scopes do not cover"),
  NOT_NARROWABLE("not-narrowable", "the answer cannot be confined to what the scopes cover"),
  OPERATION_NOT_ALLOWED("operation-not-allowed", "the operation is not on the allow-list"),
  OPERATION_INPUT_UNCLEAR(
      "operation-input-unclear",
      "the call may name a resource in a parameter of which nothing is stated"),
  ENTRY_DENIED("entry-denied", "an entry of the bundle is denied"),
  ROUTE_SCOPE_MISSING("route-scope-missing", "a scope that the route requires is not granted"),
  UNEXPECTED_RESOURCE("unexpected-resource", "the answer holds something that was not asked for");

  private final String code;
  private final String sentence;

  SmartReason(String code, String sentence) {
    this.code = "scope." + code;
    this.sentence = sentence;
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public Layer layer() {
    return Layer.APPLICATION;
  }

  @Override
  public String sentence() {
    return sentence;
  }
}
