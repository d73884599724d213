package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.web.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.ztclinical.ZeroTrust;
import org.ztclinical.access.AppRoute;
import org.ztclinical.audit.AuditReader;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.testing.TestIssuer;

/**
 * An application of Spring MVC controllers: some speak FHIR and know nothing of whom they serve,
 * one does not. The manual shows pieces of this file.
 */
final class SpringMvcTest {
  private static final String FHIR_JSON = "application/fhir+json";
  private static final TestIssuer ISSUER = TestIssuer.create(InstantSource.system());
  private static final AtomicInteger RUNS = new AtomicInteger();

  private static final String POLICIES =
      """
      @id("everybody-reads-what-scopes-allow")
      permit (principal, action in Fhir::Action::"read-like", resource);

      @id("own-letters")
      permit (
        principal is Clinical::User,
        action == App::Action::"viewLetter",
        resource is App::Letter
      )
      when { principal has patient && resource has patient && resource.patient == principal.patient };

      @id("physicians-write-letters")
      permit (
        principal in Clinical::Role::"physician",
        action in [App::Action::"viewLetter", App::Action::"writeLetter"],
        resource is App::Letter
      );
      """;

  @TempDir static Path directory;
  private static AnnotationConfigServletWebServerApplicationContext context;
  private static RawClient client;

  /** Speaks FHIR, and gives everybody everything. */
  @RestController
  static class RecordsController {
    private final Records records = new Records();

    @GetMapping(path = "/fhir/{type}/{id}", produces = FHIR_JSON)
    ResponseEntity<String> read(@PathVariable("type") String type, @PathVariable("id") String id) {
      RUNS.incrementAndGet();
      return ResponseEntity.of(records.read(type + "/" + id));
    }

    @GetMapping(path = "/fhir/Observation/{id}", produces = FHIR_JSON)
    CompletableFuture<ResponseEntity<String>> readLater(@PathVariable("id") String id) {
      RUNS.incrementAndGet();
      return CompletableFuture.supplyAsync(
          () -> ResponseEntity.of(records.read("Observation/" + id)));
    }

    @GetMapping(path = "/fhir/{type}", produces = FHIR_JSON)
    CompletableFuture<ResponseEntity<String>> search(
        @PathVariable("type") String type, HttpServletRequest request) {
      RUNS.incrementAndGet();
      var found = records.search(type, request.getParameterMap());
      return CompletableFuture.supplyAsync(
          () -> found.map(ResponseEntity::ok).orElseGet(() -> ResponseEntity.badRequest().build()));
    }
  }

  /** Speaks no FHIR. */
  @RestController
  static class LettersController {
    @GetMapping(
        path = "/patients/{patient}/letters/{letter}",
        produces = MediaType.TEXT_PLAIN_VALUE)
    String view(@PathVariable("patient") String patient, @PathVariable("letter") String letter) {
      RUNS.incrementAndGet();
      return "letter " + letter + " of patient " + patient;
    }

    @PutMapping(path = "/patients/{patient}/letters/{letter}", consumes = "text/plain")
    CompletableFuture<ResponseEntity<String>> write(@RequestBody String text) {
      RUNS.incrementAndGet();
      return CompletableFuture.supplyAsync(
          () -> ResponseEntity.status(201).contentType(MediaType.TEXT_PLAIN).body("kept " + text));
    }

    /** Nobody declared it. */
    @GetMapping("/internals")
    String internals() {
      RUNS.incrementAndGet();
      return "secret";
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableWebMvc
  static class Application {
    @Bean
    TomcatServletWebServerFactory server() {
      return new TomcatServletWebServerFactory(0);
    }

    @Bean
    RecordsController records() {
      return new RecordsController();
    }

    @Bean
    LettersController letters() {
      return new LettersController();
    }

    @Bean
    ServletRegistrationBean<DispatcherServlet> dispatcher(WebApplicationContext application) {
      var bean = new ServletRegistrationBean<>(new DispatcherServlet(application), "/");
      bean.setAsyncSupported(true);
      return bean;
    }

    @Bean(destroyMethod = "close")
    ZeroTrust zeroTrust() {
      return ZeroTrust.builder()
          .trustIssuer(ISSUER.trusted())
          .fhirServer("/fhir", TestApplication.BASE_URL)
          .auditIn(directory.resolve("audit"))
          .policies(PolicySource.of(new PolicyText("clinic.cedar", POLICIES)))
          .route(
              AppRoute.of(HttpMethod.GET, "/patients/{patient}/letters/{letter}")
                  .action("viewLetter")
                  .resource("Letter", "letter")
                  .patient("patient")
                  .requireScope("letters.read"))
          .route(
              AppRoute.of(HttpMethod.PUT, "/patients/{patient}/letters/{letter}")
                  .action("writeLetter")
                  .resource("Letter", "letter")
                  .patient("patient")
                  .requireScope("letters.write"))
          .build();
    }

    @Bean
    ServletContextInitializer zeroTrustFilter(ZeroTrust zeroTrust) {
      return new First(zeroTrust);
    }

    private record First(ZeroTrust zeroTrust) implements ServletContextInitializer, Ordered {
      @Override
      public void onStartup(ServletContext context) {
        ZeroTrustFilter.register(context, zeroTrust);
      }

      @Override
      public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
      }
    }
  }

  @BeforeAll
  static void start() throws IOException {
    Files.createDirectories(directory);
    context = new AnnotationConfigServletWebServerApplicationContext(Application.class);
    client = new RawClient(context.getWebServer().getPort());
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  @BeforeEach
  void forget() {
    RUNS.set(0);
  }

  @Test
  void aControllerThatSpeaksFhirGivesAPatientTheOwnRecordOnly() {
    Received own = get("/fhir/Patient/1", patient());
    Received other = get("/fhir/Patient/2", patient());

    assertThat(own.status()).as(own.body()).isEqualTo(200);
    assertThat(own.body()).contains("Family1");
    ContainerContract.isOutcome(other, other.status());
    assertThat(other.status()).isIn(403, 404);
    ContainerContract.isOutcome(client.get("/fhir/Patient/1").receive(), 401);
  }

  @Test
  void aControllerThatAnswersLaterIsCheckedWhenItDoes() {
    Received own = get("/fhir/Observation/o1", patient());
    Received other = get("/fhir/Observation/o2", patient());
    Received absent = get("/fhir/Observation/o9", patient());

    assertThat(own.status()).as(own.body()).isEqualTo(200);
    assertThat(own.body()).contains("\"o1\"");
    assertThat(other.status()).isEqualTo(404);
    assertThat(other.body()).isEqualTo(absent.body()).doesNotContain("o2");
    assertThat(RUNS).hasValue(3);
  }

  @Test
  void aSearchIsNarrowedAndWhatACarelessControllerIncludesStays() {
    Received found = get("/fhir/Observation?_include=Observation:subject", patient());

    assertThat(found.status()).as(found.body()).isEqualTo(200);
    assertThat(found.body()).contains("\"o1\"", "\"o3\"", "Family1");
    assertThat(found.body()).doesNotContain("\"o2\"", "\"o4\"", "Family2");
  }

  @Test
  void aRouteThatIsNoFhirIsDecidedByPolicies() {
    Received own = get("/patients/1/letters/7", patient());
    Received other = get("/patients/2/letters/7", patient());

    assertThat(own.status()).as(own.body()).isEqualTo(200);
    assertThat(own.body()).isEqualTo("letter 7 of patient 1");
    assertThat(own.header("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(own.header("Cache-Control")).contains("no-store");
    ContainerContract.isOutcome(other, 403);
    ContainerContract.isOutcome(client.get("/patients/1/letters/7").receive(), 401);
    assertThat(RUNS).hasValue(1);
  }

  @Test
  void aRouteAsksForItsScopeAndForAPermitOfTheVeryAction() {
    String unscoped = ISSUER.mint(t -> t.fhirUser("Patient/1").scope("patient/*.rs"));
    String physician = ISSUER.mint(t -> t.roles("physician").scope("letters.read letters.write"));

    Received lessScope = get("/patients/1/letters/7", unscoped);
    Received written = put("/patients/1/letters/7", physician);
    Received notWritten =
        put(
            "/patients/1/letters/7",
            ISSUER.mint(t -> t.fhirUser("Patient/1").scope("letters.write")));

    ContainerContract.isOutcome(lessScope, 403);
    assertThat(lessScope.header("WWW-Authenticate").orElse("")).contains("insufficient_scope");
    assertThat(written.status()).as(written.body()).isEqualTo(201);
    assertThat(written.body()).isEqualTo("kept a text");
    ContainerContract.isOutcome(notWritten, 403);
    assertThat(RUNS).hasValue(1);
  }

  @Test
  void aHandlerThatNobodyDeclaredIsOutOfReach() {
    Received undeclared = get("/internals", patient());
    Received otherMethod =
        client.send("DELETE", "/patients/1/letters/7").bearer(patient()).receive();

    ContainerContract.isOutcome(undeclared, 404);
    ContainerContract.isOutcome(otherMethod, 404);
    assertThat(RUNS).hasValue(0);
  }

  @Test
  void aPathThatSpringWouldReadDifferentlyIsRefused() {
    for (String path :
        List.of(
            "/patients/2/../1/letters/7",
            "/patients/1/letters/7;patient=2",
            "/patients/1%2Fletters/7",
            "/patients//1/letters/7")) {
      assertThat(get(path, patient()).status()).as(path).isEqualTo(400);
    }
    assertThat(RUNS).hasValue(0);
  }

  @Test
  void theAuditLogNamesActionTypeAndPatientInPseudonyms() throws Exception {
    get("/patients/1/letters/private-letter", patient());

    List<String> log = new ArrayList<>();
    AuditReader.forEach(directory.resolve("audit"), entry -> log.add(entry.record().describe()));
    assertThat(log)
        .anyMatch(line -> line.contains("viewLetter") && line.contains("App::Letter"))
        .noneMatch(line -> line.contains("private-letter"));
  }

  private static Received get(String path, String token) {
    return client.get(path).bearer(token).receive();
  }

  private static Received put(String path, String token) {
    return client.send("PUT", path).bearer(token).body("text/plain", "a text").receive();
  }

  private static String patient() {
    return ISSUER.mint(
        t ->
            t.patient("1").fhirUser("Patient/1").scope("launch/patient patient/*.rs letters.read"));
  }
}
