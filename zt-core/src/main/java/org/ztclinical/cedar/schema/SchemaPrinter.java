package org.ztclinical.cedar.schema;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Name;

/**
 * Writes schemas in Cedar's own syntax. Reading what was written gives an equal schema; common
 * types are kept where a whole type is one. Annotations of attributes, common types and namespaces
 * are no part of a schema and are not written.
 */
public final class SchemaPrinter {
  private final WrittenNames names;
  private final StringBuilder out = new StringBuilder();
  private String namespace = "";
  private int indent;

  private SchemaPrinter(Schema schema) {
    this.names = new WrittenNames(schema);
  }

  /**
   * The schema's text, the same for the same schema.
   *
   * @throws IllegalStateException when the text would be longer than what the default limits read
   */
  public static String print(Schema schema) {
    SchemaPrinter printer = new SchemaPrinter(schema);
    printer.names.namespaces().forEach(printer::namespace);
    return printer.out.toString();
  }

  private void namespace(String name) {
    namespace = name;
    if (!name.isEmpty()) {
      out.append("namespace ").append(name).append(" {");
      indent++;
      line();
    }
    names.commonTypes(name).forEach(this::commonType);
    names.entityTypes(name).forEach(this::entityType);
    names.actions(name).forEach(this::action);
    if (!name.isEmpty()) {
      indent--;
      out.setLength(out.length() - 2);
      out.append("}\n");
    }
  }

  private void commonType(Name name, SchemaType type) {
    out.append("type ").append(name.basename()).append(" = ");
    boolean another = names.commonType(type, namespace).filter(n -> !n.equals(name)).isPresent();
    if (another) {
      type(type);
    } else {
      written(type);
    }
    end();
  }

  private void entityType(EntityTypeDefinition type) {
    annotations(type.annotations());
    out.append("entity ").append(type.name().basename());
    type.enumIds()
        .ifPresent(
            ids ->
                out.append(
                    ids.stream()
                        .map(Lexical::quote)
                        .collect(Collectors.joining(", ", " enum [", "]"))));
    if (!type.memberOf().isEmpty()) {
      out.append(" in ").append(list(type.memberOf().stream()));
    }
    if (!type.attributes().attributes().isEmpty()) {
      out.append(" = ");
      // The grammar wants the record itself here.
      written(type.attributes());
    }
    if (type.tags().isPresent()) {
      out.append(" tags ");
      type(type.tags().get());
    }
    end();
  }

  private void action(ActionDefinition action) {
    annotations(action.annotations());
    out.append("action ").append(Lexical.attributeName(action.uid().id()));
    if (!action.memberOf().isEmpty()) {
      out.append(
          action.memberOf().stream()
              .map(EntityUid::toCedar)
              .collect(Collectors.joining(", ", " in [", "]")));
    }
    if (!action.principals().isEmpty()) {
      out.append(" appliesTo {");
      indent++;
      line();
      out.append("principal: ").append(list(action.principals().stream())).append(',');
      line();
      out.append("resource: ").append(list(action.resources().stream())).append(',');
      if (!action.context().attributes().isEmpty()) {
        line();
        out.append("context: ");
        type(action.context());
        out.append(',');
      }
      indent--;
      line();
      out.append('}');
    }
    end();
  }

  private void annotations(Map<String, String> annotations) {
    new TreeMap<>(annotations)
        .forEach(
            (key, value) -> {
              out.append('@').append(key).append('(').append(Lexical.quote(value)).append(')');
              line();
            });
  }

  private String list(Stream<Name> types) {
    return types
        .map(name -> WrittenNames.in(namespace, name))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private void type(SchemaType type) {
    names
        .commonType(type, namespace)
        .ifPresentOrElse(name -> out.append(WrittenNames.in(namespace, name)), () -> written(type));
  }

  private void written(SchemaType type) {
    if (type instanceof SchemaType.Primitive primitive) {
      out.append(names.builtIn(primitive));
    } else if (type instanceof SchemaType.EntityOf entity) {
      out.append(WrittenNames.in(namespace, entity.type()));
    } else if (type instanceof SchemaType.SetOf set) {
      out.append("Set<");
      type(set.element());
      out.append('>');
    } else if (type instanceof SchemaType.RecordOf record) {
      record(record);
    }
  }

  private void record(SchemaType.RecordOf record) {
    if (record.attributes().isEmpty()) {
      out.append("{}");
      return;
    }
    out.append('{');
    indent++;
    Iterator<Map.Entry<String, SchemaType.Attribute>> attributes =
        record.attributes().entrySet().iterator();
    while (attributes.hasNext()) {
      Map.Entry<String, SchemaType.Attribute> attribute = attributes.next();
      line();
      out.append(Lexical.attributeName(attribute.getKey()));
      out.append(attribute.getValue().required() ? ": " : "?: ");
      type(attribute.getValue().type());
      out.append(',');
    }
    indent--;
    line();
    out.append('}');
  }

  private void end() {
    out.append(';');
    line();
  }

  private void line() {
    out.append('\n').append("  ".repeat(indent));
  }
}
