package org.ztclinical.policy;

import java.util.Objects;

/**
 * The text of one policy file.
 *
 * @param name what messages call it, as {@code baseline.cedar}
 * @param text policies in Cedar
 */
public record PolicyText(String name, String text) {
  public PolicyText {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(text, "text");
  }

  @Override
  public String toString() {
    return name;
  }
}
