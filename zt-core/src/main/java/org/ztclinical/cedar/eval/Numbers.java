package org.ztclinical.cedar.eval;

import java.util.Arrays;

/** A growing list of ints. */
final class Numbers {
  private static final int[] NONE = {};

  private int[] numbers = NONE;
  private int size;

  void add(int number) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 8 + 2 * size);
    }
    numbers[size++] = number;
  }

  void addAll(Numbers others) {
    for (int i = 0; i < others.size; i++) {
      add(others.numbers[i]);
    }
  }

  /** The numbers in ascending order, each once. */
  int[] sorted() {
    Arrays.sort(numbers, 0, size);
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (i == 0 || numbers[i] != numbers[kept - 1]) {
        numbers[kept++] = numbers[i];
      }
    }
    size = kept;
    return Arrays.copyOf(numbers, kept);
  }
}
