package org.ztclinical.smart;

import java.util.EnumSet;
import java.util.Set;

/** The five permissions of a SMART 2.2 resource scope, in their only order. */
public enum Permission {
  CREATE('c'),
  /** Read, vread and the history of one resource. */
  READ('r'),
  /** Update, update that creates, and patch. */
  UPDATE('u'),
  DELETE('d'),
  /** Search, and the history of a type or of the system. */
  SEARCH('s');

  private final char letter;

  Permission(char letter) {
    this.letter = letter;
  }

  /** The letter in a scope. */
  public char letter() {
    return letter;
  }

  static Permission of(char letter) {
    return switch (letter) {
      case 'c' -> CREATE;
      case 'r' -> READ;
      case 'u' -> UPDATE;
      case 'd' -> DELETE;
      case 's' -> SEARCH;
      default -> throw new IllegalArgumentException("not a permission");
    };
  }

  boolean onlyReads() {
    return this == READ || this == SEARCH;
  }

  static String letters(Set<Permission> permissions) {
    StringBuilder letters = new StringBuilder();
    EnumSet.copyOf(permissions).forEach(permission -> letters.append(permission.letter));
    return letters.toString();
  }
}
