package org.ztclinical.servlet;

final class TomcatMutualTlsTest extends MutualTlsContract {
  TomcatMutualTlsTest() {
    super(TomcatServer::over);
  }
}
