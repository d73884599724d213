package org.ztclinical.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ztclinical.cedar.schema.EntityTypeDefinition;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaType;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Name;

/** What can be read from the request's variables on, in one kind of request. */
final class SchemaPaths {
  /** An expression, its type, and the tests that show that all of it is there. */
  record Path(String text, SchemaType type, List<String> tests) {}

  private final Schema schema;
  private final List<Path> paths = new ArrayList<>();

  SchemaPaths(Schema schema) {
    this.schema = schema;
  }

  /** The variables first. */
  List<Path> of(Name principal, Name resource, SchemaType context) {
    collect(new Path("principal", new SchemaType.EntityOf(principal), List.of()), 3);
    collect(new Path("resource", new SchemaType.EntityOf(resource), List.of()), 2);
    collect(new Path("context", context, List.of()), 3);
    return paths;
  }

  private void collect(Path path, int depth) {
    paths.add(path);
    if (depth == 0) {
      return;
    }
    attributes(schema, path.type())
        .forEach(
            (name, attribute) -> {
              List<String> tests = new ArrayList<>(path.tests());
              if (!attribute.required()) {
                tests.add(path.text() + " has " + Lexical.attributeName(name));
              }
              collect(new Path(access(path.text(), name), attribute.type(), tests), depth - 1);
            });
    tagsOf(path.type())
        .forEach(
            tag -> {
              List<String> tests = new ArrayList<>(path.tests());
              tests.add(path.text() + ".hasTag(\"t\")");
              collect(new Path(path.text() + ".getTag(\"t\")", tag, tests), depth - 1);
            });
  }

  private static String access(String object, String name) {
    return Lexical.isIdentifier(name)
        ? object + "." + name
        : object + "[" + Lexical.quote(name) + "]";
  }

  static Map<String, SchemaType.Attribute> attributes(Schema schema, SchemaType type) {
    if (type instanceof SchemaType.RecordOf record) {
      return record.attributes();
    }
    return type instanceof SchemaType.EntityOf entity
        ? schema.entityType(entity.type()).map(t -> t.attributes().attributes()).orElse(Map.of())
        : Map.of();
  }

  private List<SchemaType> tagsOf(SchemaType type) {
    return type instanceof SchemaType.EntityOf entity
        ? schema.entityType(entity.type()).flatMap(EntityTypeDefinition::tags).stream().toList()
        : List.of();
  }
}
