package org.ztclinical.samples.clinic.fhir;

import java.time.Duration;
import java.util.List;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.ztclinical.samples.clinic.settings.ClinicSettings;

/** Which browser apps may read the FHIR server's answers (CORS, SMART 2.2 §conformance). */
final class BrowserApps {

  private BrowserApps() {}

  static CorsConfigurationSource allowed(ClinicSettings settings) {
    CorsConfiguration fhir = new CorsConfiguration();
    fhir.setAllowedOrigins(settings.origins());
    fhir.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
    fhir.setAllowedHeaders(
        List.of("Authorization", "Accept", "Content-Type", "If-Match", "If-None-Match", "Prefer"));
    fhir.setExposedHeaders(
        List.of("Location", "Content-Location", "ETag", "Last-Modified", "WWW-Authenticate"));
    fhir.setMaxAge(Duration.ofMinutes(10));

    // Discovery holds no secret and is for any app (SMART 2.2 §using well-known).
    CorsConfiguration discovery = new CorsConfiguration();
    discovery.setAllowedOrigins(List.of("*"));
    discovery.setAllowedMethods(List.of("GET", "HEAD"));
    discovery.setAllowedHeaders(List.of("Accept"));
    discovery.setMaxAge(Duration.ofMinutes(10));

    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    source.registerCorsConfiguration("/fhir/.well-known/smart-configuration", discovery);
    source.registerCorsConfiguration("/**", fhir);
    return source;
  }
}
