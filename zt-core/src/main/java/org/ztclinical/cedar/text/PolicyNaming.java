package org.ztclinical.cedar.text;

import java.util.Map;

/** Gives the policies and templates of a text their ids, which are not part of Cedar's syntax. */
@FunctionalInterface
public interface PolicyNaming {
  /**
   * The id of a policy or template.
   *
   * @param index its place in the text, from 0, policies and templates counted together
   * @param annotations its annotations
   */
  String id(int index, Map<String, String> annotations);

  /** {@code policy0}, {@code policy1}, … in the order of the text, as the Cedar tools do. */
  static PolicyNaming numbered() {
    return (index, annotations) -> "policy" + index;
  }

  /**
   * The value of the annotation {@code @id}; where it is absent or empty, as {@link #numbered()}.
   */
  static PolicyNaming byAnnotation() {
    return (index, annotations) -> {
      String id = annotations.getOrDefault("id", "");
      return id.isEmpty() ? "policy" + index : id;
    };
  }
}
