package org.ztclinical.benchmarks.cedar;

import org.ztclinical.cedar.Authorizer;
import org.ztclinical.cedar.ContextAttribute;
import org.ztclinical.cedar.ContextAttribute.Kind;
import org.ztclinical.cedar.PreparedRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.value.CedarValue;

/**
 * Makes requests attribute by attribute, the attributes looked up once, as an application would.
 */
final class BuiltRequests {
  private final Authorizer authorizer;
  private final Entities entities;
  private final ContextAttribute<Boolean> mfa;
  private final ContextAttribute<Boolean> deviceCompliant;
  private final ContextAttribute<Long> deviceTrust;
  private final ContextAttribute<String> zone;
  private final ContextAttribute<String> purpose;
  private final ContextAttribute<Long> risk;
  private final ContextAttribute<Boolean> breakGlass;
  private final ContextAttribute<Long> sessionMinutes;
  private final ContextAttribute<CedarValue> ip;
  private final ContextAttribute<CedarValue> labels;

  BuiltRequests(Authorizer authorizer, Entities entities) {
    this.authorizer = authorizer;
    this.entities = entities;
    mfa = authorizer.contextAttribute("mfa", Kind.BOOL);
    deviceCompliant = authorizer.contextAttribute("deviceCompliant", Kind.BOOL);
    deviceTrust = authorizer.contextAttribute("deviceTrust", Kind.LONG);
    zone = authorizer.contextAttribute("zone", Kind.STRING);
    purpose = authorizer.contextAttribute("purpose", Kind.STRING);
    risk = authorizer.contextAttribute("risk", Kind.LONG);
    breakGlass = authorizer.contextAttribute("breakGlass", Kind.BOOL);
    sessionMinutes = authorizer.contextAttribute("sessionMinutes", Kind.LONG);
    ip = authorizer.contextAttribute("ip", Kind.VALUE);
    labels = authorizer.contextAttribute("labels", Kind.VALUE);
  }

  /** The question as a request, all of it new. */
  PreparedRequest of(Question question) {
    Circumstances context = question.context();
    return authorizer
        .request(
            QuestionsAsCedar.user(question.who()),
            QuestionsAsCedar.action(question),
            QuestionsAsCedar.resource(question))
        .set(mfa, context.mfa())
        .set(deviceCompliant, context.deviceCompliant())
        .set(deviceTrust, (long) context.deviceTrust())
        .set(zone, context.zone())
        .set(purpose, context.purpose())
        .set(risk, (long) context.risk())
        .set(breakGlass, context.breakGlass())
        .set(sessionMinutes, (long) context.sessionMinutes())
        .set(ip, QuestionsAsCedar.ip(context.ip()))
        .set(labels, QuestionsAsCedar.labels(context.labels()))
        .prepare(entities);
  }
}
