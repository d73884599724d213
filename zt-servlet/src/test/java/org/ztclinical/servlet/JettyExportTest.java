package org.ztclinical.servlet;

final class JettyExportTest extends ExportContract {
  JettyExportTest() {
    super(JettyServer::start);
  }
}
