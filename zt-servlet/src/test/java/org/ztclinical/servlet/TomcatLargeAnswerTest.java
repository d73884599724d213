package org.ztclinical.servlet;

final class TomcatLargeAnswerTest extends LargeAnswerContract {
  TomcatLargeAnswerTest() {
    super(TomcatServer::start);
  }
}
