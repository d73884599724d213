package org.ztclinical.benchmarks.cedar;

import com.googlecode.aviator.runtime.function.FunctionUtils;
import com.googlecode.aviator.runtime.type.AviatorBoolean;
import com.googlecode.aviator.runtime.type.AviatorObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;
import org.casbin.jcasbin.util.function.CustomFunction;

/**
 * jCasbin: a row for each permit, the forbids as a condition in the matcher. Its rows hold text, so
 * that sets are lists joined by bars and looked up by a function of our own; whether a patient is
 * in the panel is worked out before it is asked. Cheap tests stand first.
 */
final class Casbin implements DecisionEngine {
  private static final String MODEL =
      """
      [request_definition]
      r = sub, act, type, inPanel, c

      [policy_definition]
      p = sub, type, acts, trust, zones, purposes

      [role_definition]
      g = _, _

      [policy_effect]
      e = some(where (p.eft == allow))

      [matchers]
      m = r.type == p.type && listed(r.act, p.acts) && g(r.sub, p.sub) && r.c.mfa \
      && r.c.deviceCompliant && atLeast(r.c.deviceTrust, p.trust) && listed(r.c.zone, p.zones) \
      && listed(r.c.purpose, p.purposes) && r.inPanel && r.c.risk <= %d \
      && !(r.c.writes && r.c.zone == "%s") && (!r.c.sensitive || r.c.breakGlass) \
      && r.c.sessionMinutes <= %d && ipMatch(r.c.ip, "10.0.0.0/8")
      """
          .formatted(
              ClinicalRules.MAX_RISK,
              ClinicalRules.NO_WRITES_FROM,
              ClinicalRules.MAX_SESSION_MINUTES);

  private final Enforcer enforcer;
  private final List<Object[]> questions;

  Casbin() {
    Model model = new Model();
    model.loadModelFromText(MODEL);
    enforcer = new Enforcer(model);
    enforcer.enableLog(false);
    enforcer.addFunction("listed", new Listed());
    enforcer.addFunction("atLeast", new AtLeast());
    for (Grant grant : ClinicalRules.grants()) {
      enforcer.addPolicy(
          grant.role(),
          grant.type(),
          bars(grant.actions()),
          String.valueOf(grant.minTrust()),
          bars(grant.zones()),
          bars(grant.purposes()));
    }
    for (Clinician who : Clinician.ALL) {
      who.roles().forEach(role -> enforcer.addGroupingPolicy(who.id(), role));
      enforcer.addGroupingPolicy(who.id(), who.department());
    }
    questions = Question.all().stream().map(Casbin::asked).toList();
  }

  @Override
  public boolean allows(int question) {
    return enforcer.enforce(questions.get(question));
  }

  private static Object[] asked(Question question) {
    Circumstances c = question.context();
    Set<String> sensitive = new HashSet<>(c.labels());
    sensitive.retainAll(ClinicalRules.SENSITIVE);
    Map<String, Object> context =
        Map.of(
            "mfa", c.mfa(),
            "deviceCompliant", c.deviceCompliant(),
            "deviceTrust", c.deviceTrust(),
            "zone", c.zone(),
            "purpose", c.purpose(),
            "risk", c.risk(),
            "breakGlass", c.breakGlass(),
            "sessionMinutes", c.sessionMinutes(),
            "ip", c.ip(),
            "sensitive", !sensitive.isEmpty());
    Map<String, Object> all = new java.util.HashMap<>(context);
    all.put("writes", ClinicalRules.WRITES.contains(question.action()));
    return new Object[] {
      question.who().id(),
      question.action(),
      question.type(),
      question.who().panel().contains(question.patient()),
      all
    };
  }

  private static String bars(List<String> texts) {
    return "|" + String.join("|", texts) + "|";
  }

  /** Whether a list joined by bars names the text. */
  private static final class Listed extends CustomFunction {
    private static final long serialVersionUID = 1L;

    @Override
    public AviatorObject call(Map<String, Object> env, AviatorObject text, AviatorObject list) {
      String sought = FunctionUtils.getStringValue(text, env);
      String in = FunctionUtils.getStringValue(list, env);
      int at = in.indexOf(sought);
      return AviatorBoolean.valueOf(
          at > 0 && in.charAt(at - 1) == '|' && in.charAt(at + sought.length()) == '|');
    }

    @Override
    public String getName() {
      return "listed";
    }
  }

  /** Whether a number is at least what a row says. */
  private static final class AtLeast extends CustomFunction {
    private static final long serialVersionUID = 1L;

    @Override
    public AviatorObject call(Map<String, Object> env, AviatorObject number, AviatorObject least) {
      return AviatorBoolean.valueOf(
          FunctionUtils.getNumberValue(number, env).intValue()
              >= Integer.parseInt(FunctionUtils.getStringValue(least, env)));
    }

    @Override
    public String getName() {
      return "atLeast";
    }
  }
}
