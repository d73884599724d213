package org.ztclinical.cedar;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Texts as an attacker would choose them. */
public final class HostileTexts {
  private HostileTexts() {}

  /** One of 2^17 words that all have the same hash as {@link String} computes it. */
  public static String colliding(int number) {
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < 17; bit++) {
      text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return text.toString();
  }

  /** So many parts, made from their numbers, with something between each two. */
  public static String many(int count, String between, IntFunction<String> part) {
    return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(between));
  }
}
