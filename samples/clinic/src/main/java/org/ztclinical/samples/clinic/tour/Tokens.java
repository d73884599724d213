package org.ztclinical.samples.clinic.tour;

import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.samples.clinic.personas.Persona;
import org.ztclinical.samples.clinic.token.DemoApp;
import org.ztclinical.samples.clinic.token.DemoBackend;
import org.ztclinical.samples.clinic.token.DemoKey;
import org.ztclinical.samples.clinic.token.DemoLogin;
import org.ztclinical.samples.clinic.token.DemoTls;
import org.ztclinical.samples.clinic.tour.Stop.Bearer;
import org.ztclinical.samples.clinic.tour.Stop.Sent;

/** The tokens of one tour, each asked for once, and how they are sent. */
final class Tokens {
  private final String root;
  private final String issuer;
  private final Path data;
  private final DemoKey own = DemoKey.create();
  private final DemoKey thiefs = DemoKey.create();
  private final Map<Bearer, String> tokens = new EnumMap<>(Bearer.class);

  private @Nullable DemoLogin login;

  Tokens(String root, String issuer, Path data) {
    this.root = root;
    this.issuer = issuer;
    this.data = data;
  }

  /** The fields, name by name and value by value, with which this token goes to this URL. */
  List<String> fields(Bearer bearer, Sent sent, String method, String url) {
    if (bearer == Bearer.NONE) {
      return List.of();
    }
    String token = of(bearer);
    if (!sent.isProven()) {
      return List.of("Authorization", "Bearer " + token);
    }
    DemoKey signer = sent == Sent.STOLEN_AND_PROVEN ? thiefs : own;
    return List.of("Authorization", "DPoP " + token, "DPoP", signer.proof(method, url, token));
  }

  /** The same server over TLS: on the next port. */
  static String overTls(String server) {
    URI plain = URI.create(server);
    return "https://" + plain.getHost() + ":" + (plain.getPort() + 1);
  }

  /** Logs the person out whose login ends during the tour. */
  void end() {
    Optional.ofNullable(login).orElseThrow().logOut();
  }

  private String of(Bearer bearer) {
    return tokens.computeIfAbsent(bearer, this::mint);
  }

  private String mint(Bearer bearer) {
    DemoApp app = new DemoApp(issuer, "clinic-app");
    Map<String, String> fhir = Map.of("aud", root + "/fhir");
    return switch (bearer) {
      case NONE -> "";
      case ATTENDING -> app.tokenFor(Persona.ATTENDING, fhir).accessToken();
      case NURSE -> app.tokenFor(Persona.NURSE, fhir).accessToken();
      case NURSE_WITH_CODE ->
          app.tokenFor(
                  Persona.NURSE,
                  Map.of("aud", root + "/fhir", "acr_values", "urn:ztclinical:acr:mfa"))
              .accessToken();
      case PATIENT -> app.tokenFor(Persona.PATIENT, fhir).accessToken();
      case BILLING -> app.tokenFor(Persona.BILLING, fhir).accessToken();
      case VENDOR ->
          new DemoApp(issuer, "vendor-console").tokenFor(Persona.VENDOR, fhir).accessToken();
      case PATIENT_FOR_ANOTHER_API ->
          app.tokenFor(Persona.PATIENT, Map.of("aud", "https://scheduling.clinic.example/api"))
              .accessToken();
      case ANALYTICS ->
          new DemoBackend(issuer, data.resolve("keys/analytics-private-key.pem"))
              .token(Map.of())
              .accessToken();
      case ENDED_ATTENDING -> {
        login = app.logIn(Persona.ATTENDING, fhir);
        yield login.token().accessToken();
      }
      case BOUND_ANALYTICS ->
          DemoBackend.tokenByCertificate(overTls(issuer), DemoTls.store(data)).accessToken();
      case BOUND_ATTENDING -> app.boundTo(own).tokenFor(Persona.ATTENDING, fhir).accessToken();
      case BOUND_BILLING -> app.boundTo(own).tokenFor(Persona.BILLING, fhir).accessToken();
    };
  }
}
