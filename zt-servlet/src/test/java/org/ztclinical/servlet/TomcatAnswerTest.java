package org.ztclinical.servlet;

final class TomcatAnswerTest extends AnswerContract {
  TomcatAnswerTest() {
    super(TomcatServer::start);
  }
}
