package org.ztclinical.servlet;

final class TomcatRequestTest extends RequestContract {
  TomcatRequestTest() {
    super(TomcatServer::start);
  }
}
