package org.ztclinical.servlet;

final class TomcatExportTest extends ExportContract {
  TomcatExportTest() {
    super(TomcatServer::start);
  }
}
