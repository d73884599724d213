package org.ztclinical.servlet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.ztclinical.ZeroTrust;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.audit.AuditConfig;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.testing.TestToken;

/** Patients' records in Tomcat, protected by whatever is configured: what attacks are tried on. */
final class IdentityApplication implements AutoCloseable {
  /** Larger than any attack, so that it is not the container that refuses it. */
  private static final int HEADER_BYTES = 512 * 1024;

  final RecordsServlet records = new RecordsServlet();
  final ZeroTrust zeroTrust;
  private final WebServer server;

  private IdentityApplication(WebServer.Kind kind, Path directory, ZeroTrustBuilder settings)
      throws Exception {
    Files.createDirectories(directory);
    this.zeroTrust =
        settings
            .audit(AuditConfig.at(directory.resolve("audit")).segmentBytes(1024 * 1024))
            .build();
    this.server =
        kind.start(
            directory,
            context -> {
              ZeroTrustFilter.register(context, zeroTrust);
              TestApplication.add(context, "records", records, "/fhir/*");
              TestApplication.add(context, "letters", new RecordsServlet(), "/letters/*");
            });
  }

  /** The settings say which issuers are trusted, and more. */
  static IdentityApplication start(Path directory, UnaryOperator<ZeroTrustBuilder> settings)
      throws Exception {
    return start(directory, settings, routes -> routes);
  }

  /** The same with routes of the application's own, below {@code /letters}. */
  static IdentityApplication start(
      Path directory,
      UnaryOperator<ZeroTrustBuilder> settings,
      UnaryOperator<ZeroTrustBuilder> routes)
      throws Exception {
    return start(
        (files, starting) -> TomcatServer.withHeaders(HEADER_BYTES, files, starting),
        directory,
        known -> routes.apply(settings.apply(known)));
  }

  /** The same in a server of this kind. */
  static IdentityApplication start(
      WebServer.Kind kind, Path directory, UnaryOperator<ZeroTrustBuilder> settings)
      throws Exception {
    return new IdentityApplication(
        kind,
        directory,
        settings.apply(ZeroTrust.builder().fhirServer("/fhir", TestApplication.BASE_URL)));
  }

  /** What a token needs besides, to read the record of patient 1. */
  static TestToken patient(TestToken token) {
    return token.subject("user-1").patient("1").scope("launch/patient patient/*.cruds");
  }

  int port() {
    return server.port();
  }

  /** Reads patient 1 with this credential. */
  Received read(String token) {
    return new RawClient(port()).get("/fhir/Patient/1").bearer(token).receive();
  }

  /** The same with each of these. */
  List<Received> readWith(List<String> tokens) {
    return tokens.stream().map(this::read).toList();
  }

  List<Received> readWith(String... tokens) {
    return readWith(List.of(tokens));
  }

  @Override
  public void close() {
    server.close();
    zeroTrust.close();
  }
}
