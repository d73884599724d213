package org.ztclinical.fuzz;

import java.util.Random;

/** Random choices out of the texts that both policies and data of the random world are made of. */
final class RandomChoice {
  static final String[] IDS = {"a", "b", "c", "d", ""};

  private final Random random;

  RandomChoice(Random random) {
    this.random = random;
  }

  String ip() {
    return one(
        "10.0.0.1",
        "10.0.0.0/8",
        "127.0.0.1",
        "::1",
        "ff02::1",
        "fe80::/10",
        "224.0.0.1",
        "0.0.0.0/0");
  }

  String decimal() {
    return one("1.0", "0.0001", "-5.25", "922337203685477.5807", "0.0");
  }

  String datetime() {
    return one(
        "2024-01-01",
        "1969-12-31T23:59:59.999Z",
        "2024-02-29T12:00:00+0130",
        "0000-01-01",
        "9999-12-31");
  }

  String duration() {
    return one("1h", "-1d2h", "0ms", "90m", "9223372036854775807ms", "-1999ms");
  }

  String one(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean toss() {
    return random.nextBoolean();
  }
}
