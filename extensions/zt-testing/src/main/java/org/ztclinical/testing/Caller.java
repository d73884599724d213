package org.ztclinical.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.ztclinical.policy.LayerFacts;

/**
 * Who asks in a policy test, and under which circumstances. What is not said is unknown, as in an
 * application that does not find it out. Who asks is told by an access token that is minted,
 * verified and resolved as in production; what layers of the application find out is stated.
 * Immutable: each method returns a changed copy, so that callers can be shared by tests.
 *
 * <pre>{@code
 * physician().mfa().on(managedDevice()).from("icu").treating()
 * }</pre>
 */
public final class Caller {
  private final List<String> said;
  private final boolean service;
  private final UnaryOperator<TestToken> token;
  private final LayerFacts facts;
  private final Optional<String> scopes;
  private final Optional<Instant> moment;

  private Caller(
      List<String> said,
      boolean service,
      UnaryOperator<TestToken> token,
      LayerFacts facts,
      Optional<String> scopes,
      Optional<Instant> moment) {
    this.said = List.copyOf(said);
    this.service = service;
    this.token = token;
    this.facts = facts;
    this.scopes = scopes;
    this.moment = moment;
  }

  /** A person with the role {@code physician}. */
  public static Caller physician() {
    return person("physician");
  }

  /** A person with the role {@code nurse}. */
  public static Caller nurse() {
    return person("nurse");
  }

  /** A person who works here, with these roles or none; logged in by password alone. */
  public static Caller person(String... roles) {
    String words = roles.length == 0 ? "person without role" : String.join(" and ", roles);
    return caller(words, false, as("user-1", "Practitioner/practitioner-1", roles));
  }

  /** A patient who asks; logged in by password alone. */
  public static Caller patientUser(String id) {
    return caller("patient " + id, false, as("patient-user-" + id, "Patient/" + id));
  }

  /** A client that acts for itself, with these roles or none. */
  public static Caller service(String... roles) {
    String words = roles.length == 0 ? "service without role" : String.join(" and ", roles);
    UnaryOperator<TestToken> itself = token -> token.subject("app-1").client("app-1").roles(roles);
    return caller(roles.length == 0 ? words : "service " + words, true, itself);
  }

  private static UnaryOperator<TestToken> as(String subject, String fhirUser, String... roles) {
    return token -> token.subject(subject).fhirUser(fhirUser).roles(roles);
  }

  private static Caller caller(String words, boolean service, UnaryOperator<TestToken> token) {
    return new Caller(
        List.of(words), service, token, LayerFacts.unknown(), Optional.empty(), Optional.empty());
  }

  /** Logged in with a second factor, a moment ago. */
  public Caller mfa() {
    return with("mfa", TestToken::mfa);
  }

  /** Logged in with a second factor that cannot be phished, a moment ago. */
  public Caller phishingResistant() {
    return with("phishing-resistant login", changed -> changed.mfa().claim("acr", "phr"));
  }

  /** Logged in so long ago; after {@link #mfa()}. */
  public Caller loggedIn(Duration ago) {
    return with("logged in " + ago + " ago", changed -> changed.authenticatedAgo(ago));
  }

  /** Through this client. */
  public Caller through(String clientId) {
    if (service) {
      throw new IllegalStateException("a service is its own client");
    }
    return with("through " + clientId, changed -> changed.client(clientId));
  }

  /**
   * With these scopes, separated by spaces. Without this call, a service has {@code
   * system/*.cruds}; a person has {@code patient/*.cruds}, launched for the patient, where the
   * request is about a patient's record, else {@code user/*.cruds}.
   */
  public Caller scopes(String granted) {
    List<String> more = new ArrayList<>(said);
    more.add("scopes " + granted);
    return new Caller(
        more, service, after(t -> t.scope(granted)), facts, Optional.of(granted), moment);
  }

  /** Launched for this patient (SMART launch context). */
  public Caller launchedFor(String patient) {
    return with("launched for " + patient, changed -> changed.patient(patient));
  }

  /** From this machine. */
  public Caller on(TestDevice device) {
    return knowing(
        "device " + device.posture() + " " + device.kind(),
        facts.device(device.posture(), device.kind()));
  }

  /** From this network zone. */
  public Caller from(String zone) {
    return knowing("from zone " + zone, facts.clientZone(zone));
  }

  /** To a server in this network zone. */
  public Caller to(String zone) {
    return knowing("to zone " + zone, facts.serverZone(zone));
  }

  /** For this purpose, a code of HL7 PurposeOfUse. */
  public Caller purpose(String code) {
    return knowing("purpose " + code, facts.purpose(code));
  }

  /** Known to treat the patient. */
  public Caller treating() {
    return relationship("treating");
  }

  /** Known to be this to the patient, a word of {@code Clinical::Relationship}. */
  public Caller relationship(String word) {
    return knowing("relationship " + word, facts.relationship(word));
  }

  /** With this consent of the patient, a word of {@code Clinical::Consent}. */
  public Caller consent(String word) {
    return knowing("consent " + word, facts.consent(word));
  }

  /** For data with these security labels, or known to have none. */
  public Caller labels(String... labels) {
    return knowing("labels " + String.join(" ", labels), facts.labels(List.of(labels)));
  }

  /** As unusual as this, a word of {@code Clinical::Risk}. */
  public Caller risk(String word) {
    return knowing("risk " + word, facts.risk(word));
  }

  /** Asking for emergency access. */
  public Caller breakingGlass() {
    return breakGlass("requested");
  }

  /** Asking for emergency access or not, a word of {@code Clinical::BreakGlass}. */
  public Caller breakGlass(String word) {
    return knowing("break-glass " + word, facts.breakGlass(word));
  }

  /** At this moment; without this call, at 8 on a Monday morning, UTC. */
  public Caller at(Instant when) {
    List<String> more = new ArrayList<>(said);
    more.add("at " + when);
    return new Caller(more, service, token, facts, scopes, Optional.of(when));
  }

  boolean isService() {
    return service;
  }

  boolean saysScopes() {
    return scopes.isPresent();
  }

  Optional<Instant> moment() {
    return moment;
  }

  LayerFacts facts() {
    return facts;
  }

  TestToken bend(TestToken good) {
    return token.apply(good);
  }

  private Caller with(String words, UnaryOperator<TestToken> change) {
    List<String> more = new ArrayList<>(said);
    more.add(words);
    return new Caller(more, service, after(change), facts, scopes, moment);
  }

  private Caller knowing(String words, LayerFacts changed) {
    List<String> more = new ArrayList<>(said);
    more.add(words);
    return new Caller(more, service, token, changed, scopes, moment);
  }

  private UnaryOperator<TestToken> after(UnaryOperator<TestToken> change) {
    return good -> change.apply(token.apply(good));
  }

  /** What was said, as in {@code physician, mfa, from zone icu}. */
  @Override
  public String toString() {
    return String.join(", ", said);
  }
}
