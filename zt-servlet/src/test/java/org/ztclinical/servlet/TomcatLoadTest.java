package org.ztclinical.servlet;

final class TomcatLoadTest extends LoadContract {
  TomcatLoadTest() {
    super(TomcatServer::start);
  }
}
