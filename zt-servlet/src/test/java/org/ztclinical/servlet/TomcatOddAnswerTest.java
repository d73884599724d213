package org.ztclinical.servlet;

final class TomcatOddAnswerTest extends OddAnswerContract {
  TomcatOddAnswerTest() {
    super(TomcatServer::start);
  }
}
