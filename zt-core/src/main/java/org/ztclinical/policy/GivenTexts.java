package org.ztclinical.policy;

import java.util.List;

/** Texts that an application hands over. */
record GivenTexts(List<PolicyText> texts) implements PolicySource {
  GivenTexts {
    texts = List.copyOf(texts);
  }

  @Override
  public List<PolicyText> read() {
    return texts;
  }

  @Override
  public String describe() {
    return "given " + texts;
  }
}
