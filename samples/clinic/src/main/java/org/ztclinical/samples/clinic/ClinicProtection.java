package org.ztclinical.samples.clinic;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.RestfulServer;
import jakarta.servlet.ServletContext;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.core.Ordered;
import org.ztclinical.ZeroTrust;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.access.AppRoute;
import org.ztclinical.access.SenderConstraintRule;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.hapiserver.HapiPatchPreview;
import org.ztclinical.hapiserver.HapiStore;
import org.ztclinical.identity.MfaRule;
import org.ztclinical.obligation.JustifyRule;
import org.ztclinical.policy.BaselinePolicies;
import org.ztclinical.policy.PoliciesHealth;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.relationship.FhirRelationships;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.samples.clinic.auth.EventStream;
import org.ztclinical.samples.clinic.settings.ClinicSettings;
import org.ztclinical.servlet.ZeroTrustFilter;
import org.ztclinical.signal.EventTransmitter;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.token.TrustedIssuer;

/**
 * Zero Trust for the FHIR server: plugged in before any servlet or other filter of it, so that
 * every request is authenticated, authorized, narrowed, checked and recorded.
 */
final class ClinicProtection implements ServletContextInitializer, Ordered, AutoCloseable {
  private static final String MFA = "urn:ztclinical:acr:mfa";

  /** So that a tour finds no reason that the one before it gave; an hour would be usual. */
  private static final Duration A_MOMENT = Duration.ofSeconds(2);

  private final ZeroTrust zeroTrust;
  private final AtomicReference<ServletContext> context = new AtomicReference<>();

  ClinicProtection(ClinicSettings settings, EventStream events, Path auditFolder) {
    URI keys = URI.create(settings.issuer() + "/oauth2/jwks");
    HapiStore stored = HapiStore.of(this::fhirServer);
    ZeroTrustBuilder builder =
        ZeroTrust.builder()
            .trustIssuer(TrustedIssuer.of(settings.issuer(), settings.fhirBase()).jwksUri(keys))
            .fhirServer("/fhir", settings.fhirBase())
            .publicRoute(HttpMethod.GET, "/fhir/metadata")
            .publicRoute(HttpMethod.GET, "/fhir/.well-known/smart-configuration")
            .publicRoute(HttpMethod.GET, "/health")
            .route(
                AppRoute.of(HttpMethod.GET, "/wristbands/{patient}")
                    .action("printWristband")
                    .resource("Wristband", "patient")
                    .patient("patient"))
            .securityEvents(
                EventStream.PATH,
                EventTransmitter.of(settings.issuer(), events.audience())
                    .jwksUri(keys)
                    .pushSecret(events.secret()))
            .shareWithPatients("Practitioner", "PractitionerRole", "Organization", "Location")
            .allowOperation(OperationRule.patientEverything())
            .requireMfa(MfaRule.required().orAcr(MFA).exemptServices())
            .requireSenderConstraint(SenderConstraintRule.byKey().onRoutes("printWristband"))
            .policies(BaselinePolicies.standard())
            .policies(PolicySource.directory(settings.policyFolder()))
            .resourceLookup(stored)
            .patchPreview(HapiPatchPreview.of(FhirContext.forR4Cached()))
            .relationships(
                FhirRelationships.builder(stored, ServerBase.of(settings.fhirBase())).build())
            .factDeadline(Duration.ofSeconds(2), 64)
            .reloadPoliciesEvery(Duration.ofSeconds(1))
            .justification(JustifyRule.standard().lasting(A_MOMENT))
            .auditIn(auditFolder);
    settings.origins().forEach(builder::allowOrigin);
    zeroTrust = builder.build();
  }

  Optional<String> policyProblem() {
    return zeroTrust.health().policies().flatMap(PoliciesHealth::problem);
  }

  /** The servlet that answers the requests that are protected; made after the protection. */
  private RestfulServer fhirServer() {
    ServletContext started = context.get();
    Object server = started == null ? null : started.getAttribute(RestfulServer.class.getName());
    if (server instanceof RestfulServer fhir) {
      return fhir;
    }
    throw new IllegalStateException("the FHIR server has not started");
  }

  @Override
  public void onStartup(ServletContext context) {
    this.context.set(context);
    ZeroTrustFilter.register(context, zeroTrust);
    context.setAttribute(ZeroTrust.class.getName(), zeroTrust);
  }

  /** Before the other initializers, and so before their filters. */
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  public void close() {
    zeroTrust.close();
  }
}
