package org.ztclinical.cedar.value;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads IP addresses and ranges. Names are never looked up; there is no dotted quad inside IPv6, no
 * zone, and no leading zero in octets and prefixes.
 */
final class IpText {
  /** The longest text the language takes: eight groups of four, seven colons, {@code /128}. */
  private static final int MAX_LENGTH = 43;

  private IpText() {}

  /** The address, or null where the text is not one. */
  static @Nullable CedarIp parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    boolean v6 = address.indexOf(':') >= 0;
    int whole = v6 ? 128 : 32;
    int prefix = slash < 0 ? whole : prefix(text, slash + 1, whole);
    if (prefix < 0) {
      return null;
    }
    return v6 ? v6(address, prefix) : v4(address, prefix);
  }

  private static int prefix(String text, int from, int max) {
    int number = decimal(text, from, text.length());
    return number > max ? -1 : number;
  }

  private static @Nullable CedarIp v4(String address, int prefix) {
    long bits = 0;
    int from = 0;
    for (int octet = 0; octet < 4; octet++) {
      int dot = address.indexOf('.', from);
      boolean last = octet == 3;
      if (last != dot < 0) {
        return null;
      }
      int to = last ? address.length() : dot;
      int value = decimal(address, from, to);
      if (value < 0 || value > 255) {
        return null;
      }
      bits = bits << 8 | value;
      from = to + 1;
    }
    return new CedarIp(false, 0, bits, prefix);
  }

  private static @Nullable CedarIp v6(String address, int prefix) {
    int gap = address.indexOf("::");
    List<Integer> head = groups(gap < 0 ? address : address.substring(0, gap));
    List<Integer> tail = gap < 0 ? List.of() : groups(address.substring(gap + 2));
    if (head == null || tail == null) {
      return null;
    }
    int given = head.size() + tail.size();
    // The gap stands for at least one group.
    if (gap < 0 ? given != 8 : given > 7) {
      return null;
    }
    List<Integer> all = new ArrayList<>(head);
    for (int i = given; i < 8; i++) {
      all.add(0);
    }
    all.addAll(tail);
    return new CedarIp(true, half(all, 0), half(all, 4), prefix);
  }

  /** The groups of a part without gap; none for an empty part; null where one is malformed. */
  private static @Nullable List<Integer> groups(String part) {
    List<Integer> groups = new ArrayList<>(8);
    if (part.isEmpty()) {
      return groups;
    }
    for (String group : part.split(":", -1)) {
      int value = hexadecimal(group);
      if (value < 0) {
        return null;
      }
      groups.add(value);
    }
    return groups;
  }

  private static long half(List<Integer> groups, int from) {
    long half = 0;
    for (int i = from; i < from + 4; i++) {
      half = half << 16 | groups.get(i);
    }
    return half;
  }

  /** The number of one to three digits, the first no zero unless the only one; else -1. */
  private static int decimal(String text, int from, int to) {
    boolean leadingZero = to - from > 1 && text.charAt(from) == '0';
    return to <= from || to - from > 3 || leadingZero ? -1 : Digits.number(text, from, to);
  }

  private static int hexadecimal(String digits) {
    if (digits.isEmpty() || digits.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }
}
