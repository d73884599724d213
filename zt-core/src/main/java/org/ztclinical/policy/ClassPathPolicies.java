package org.ztclinical.policy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.ztclinical.policy.PolicyLoadException.Fault;

/**
 * Policy files that an application carries in its jar.
 *
 * @param beside the class they lie beside, or below
 * @param names relative to it, as in {@code policies/clinic.cedar}
 */
record ClassPathPolicies(Class<?> beside, List<String> names) implements PolicySource {
  ClassPathPolicies {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("name at least one policy file");
    }
  }

  @Override
  public List<PolicyText> read() throws PolicyLoadException {
    List<PolicyText> texts = new ArrayList<>();
    for (String name : names) {
      texts.add(PolicyFolder.text(name, bytes(name)));
    }
    return texts;
  }

  private byte[] bytes(String name) throws PolicyLoadException {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw PolicyFolder.unreadable(name + ": not on the class path beside " + beside.getName());
      }
      byte[] bytes = in.readNBytes(PolicyFolder.MAX_BYTES + 1);
      if (bytes.length > PolicyFolder.MAX_BYTES) {
        throw PolicyFolder.unreadable(name + ": larger than " + PolicyFolder.MAX_BYTES + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw new PolicyLoadException(Fault.UNREADABLE, name + ": cannot be read", e);
    }
  }

  @Override
  public String describe() {
    return "class path " + String.join(", ", names);
  }
}
