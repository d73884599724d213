package org.ztclinical.servlet;

final class TomcatCallerTest extends CallerContract {
  TomcatCallerTest() {
    super(TomcatServer::start);
  }
}
