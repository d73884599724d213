package org.ztclinical.benchmarks.cedar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import oasis.names.tc.xacml._3_0.core.schema.wd_17.DecisionType;
import org.ow2.authzforce.core.pdp.api.AttributeFqns;
import org.ow2.authzforce.core.pdp.api.DecisionRequest;
import org.ow2.authzforce.core.pdp.api.DecisionRequestBuilder;
import org.ow2.authzforce.core.pdp.api.value.AttributeBag;
import org.ow2.authzforce.core.pdp.api.value.AttributeValue;
import org.ow2.authzforce.core.pdp.api.value.Bags;
import org.ow2.authzforce.core.pdp.api.value.BooleanValue;
import org.ow2.authzforce.core.pdp.api.value.Datatype;
import org.ow2.authzforce.core.pdp.api.value.IntegerValue;
import org.ow2.authzforce.core.pdp.api.value.StandardDatatypes;
import org.ow2.authzforce.core.pdp.api.value.StringValue;
import org.ow2.authzforce.core.pdp.impl.BasePdpEngine;
import org.ow2.authzforce.core.pdp.impl.PdpEngineConfiguration;

/** AuthzForce with the {@linkplain RulesAsXacml rules in XACML} and requests built beforehand. */
final class AuthzForce implements DecisionEngine {
  private static final String CONFIGURATION =
      """
      <pdp xmlns="http://authzforce.github.io/core/xmlns/pdp/8" version="8.1"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
        <policyProvider id="rules" xsi:type="StaticPolicyProvider">
          <policyLocation>%s</policyLocation>
        </policyProvider>
        <rootPolicyRef policySet="true">%s</rootPolicyRef>
      </pdp>
      """;

  private final BasePdpEngine engine;
  private final List<DecisionRequest> questions;

  AuthzForce() throws IOException {
    engine = new BasePdpEngine(configuration());
    questions = Question.all().stream().map(this::request).toList();
  }

  @Override
  public boolean allows(int question) {
    DecisionType decision = engine.evaluate(questions.get(question)).getDecision();
    if (decision == DecisionType.INDETERMINATE) {
      throw new IllegalStateException("a policy failed");
    }
    return decision == DecisionType.PERMIT;
  }

  private static PdpEngineConfiguration configuration() throws IOException {
    Path folder = Files.createTempDirectory("xacml");
    Path policies = folder.resolve("policies.xml");
    Path configuration = folder.resolve("pdp.xml");
    try {
      Files.writeString(policies, RulesAsXacml.policies());
      Files.writeString(
          configuration, CONFIGURATION.formatted(policies.toUri(), RulesAsXacml.ROOT));
      return PdpEngineConfiguration.getInstance(configuration.toUri().toString());
    } finally {
      Files.deleteIfExists(policies);
      Files.deleteIfExists(configuration);
      Files.deleteIfExists(folder);
    }
  }

  private DecisionRequest request(Question question) {
    Clinician who = question.who();
    Circumstances context = question.context();
    DecisionRequestBuilder<?> request = engine.newRequestBuilder(4, 16);
    put(request, RulesAsXacml.SUBJECT, "role", strings(groups(who)));
    put(request, RulesAsXacml.SUBJECT, "panel", strings(who.panel()));
    put(request, RulesAsXacml.ACTION, "action", strings(List.of(question.action())));
    put(request, RulesAsXacml.RESOURCE, "type", strings(List.of(question.type())));
    put(request, RulesAsXacml.RESOURCE, "patient", strings(List.of(question.patient())));
    put(request, RulesAsXacml.ENVIRONMENT, "mfa", bool(context.mfa()));
    put(request, RulesAsXacml.ENVIRONMENT, "deviceCompliant", bool(context.deviceCompliant()));
    put(request, RulesAsXacml.ENVIRONMENT, "deviceTrust", integer(context.deviceTrust()));
    put(request, RulesAsXacml.ENVIRONMENT, "zone", strings(List.of(context.zone())));
    put(request, RulesAsXacml.ENVIRONMENT, "purpose", strings(List.of(context.purpose())));
    put(request, RulesAsXacml.ENVIRONMENT, "risk", integer(context.risk()));
    put(request, RulesAsXacml.ENVIRONMENT, "breakGlass", bool(context.breakGlass()));
    put(request, RulesAsXacml.ENVIRONMENT, "sessionMinutes", integer(context.sessionMinutes()));
    put(request, RulesAsXacml.ENVIRONMENT, "ip", strings(List.of(context.ip())));
    put(request, RulesAsXacml.ENVIRONMENT, "labels", strings(context.labels()));
    return request.build(false);
  }

  private static List<String> groups(Clinician who) {
    return List.of(who.roles().get(0), who.roles().get(1), who.department());
  }

  private static void put(
      DecisionRequestBuilder<?> request, String category, String id, AttributeBag<?> values) {
    request.putNamedAttributeIfAbsent(
        AttributeFqns.newInstance(category, Optional.empty(), id), values);
  }

  private static AttributeBag<?> strings(Collection<String> values) {
    return Bags.newAttributeBag(
        StandardDatatypes.STRING, values.stream().map(StringValue::new).toList());
  }

  private static AttributeBag<?> bool(boolean value) {
    return one(StandardDatatypes.BOOLEAN, BooleanValue.valueOf(value));
  }

  private static AttributeBag<?> integer(int value) {
    return one(StandardDatatypes.INTEGER, IntegerValue.valueOf(value));
  }

  private static <V extends AttributeValue> AttributeBag<V> one(Datatype<V> type, V value) {
    return Bags.singletonAttributeBag(type, value);
  }
}
