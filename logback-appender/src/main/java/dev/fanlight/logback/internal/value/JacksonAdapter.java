/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.marker.LogstashMarker;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The only way to Jackson, which the class path may lack, wholly or in part: Spring Boot 3.5 fixes an older version of
 * jackson-annotations than Jackson 3 was built with.
 */
public final class JacksonAdapter {
  private static final boolean HAS_NODES = hasNodes();
  private static final AtomicBoolean REPORTED = new AtomicBoolean();
  private static volatile @Nullable String problem;

  private JacksonAdapter() {}

  /**
   * Returns, once in the life of the process, why values that need Jackson fail, and how to mend it; null if none did, or
   * if it has been returned before.
   */
  public static @Nullable String takeProblem() {
    return problem != null && REPORTED.compareAndSet(false, true) ? problem : null;
  }

  static boolean isNode(Object value) {
    return HAS_NODES && Nodes.isNode(value);
  }

  /** Returns the value that a JSON node holds, its members being JSON nodes again. */
  static @Nullable Object valueOf(Object node) {
    return Nodes.valueOf((JsonNode) node);
  }

  /** Returns the fields that a structured argument of logstash-logback-encoder writes. */
  public static Map<String, @Nullable Object> fieldsOf(StructuredArgument argument) {
    try {
      return JacksonFieldReader.of(argument::writeTo);
    } catch (LinkageError e) {
      note(e);
      throw e;
    }
  }

  /** Returns the fields that a marker of logstash-logback-encoder writes, without those of its references. */
  public static Map<String, @Nullable Object> fieldsOf(LogstashMarker marker) {
    try {
      return JacksonFieldReader.of(marker::writeTo);
    } catch (LinkageError e) {
      note(e);
      throw e;
    }
  }

  /** Only errors that name a class of Jackson: the application's own getters may have such errors as well. */
  private static void note(LinkageError error) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (String.valueOf(t.getMessage()).contains("jackson")) {
        problem = "structured arguments and markers that need Jackson are written as \""
            + PlainValues.FAILED
            + "…>\": " + t
            + "; put tools.jackson.core:jackson-databind 3 on the class path, and with it"
            + " com.fasterxml.jackson.core:jackson-annotations 2.21 or later (Spring Boot 3: set the"
            + " version of jackson-annotations beside its dependency management)";
        return;
      }
    }
  }

  private static boolean hasNodes() {
    try {
      return !Nodes.isNode("");
    } catch (LinkageError ignored) { // then no value can be a node
      return false;
    }
  }

  /** Loaded only where Jackson is. */
  private static final class Nodes {
    static boolean isNode(Object value) {
      return value instanceof JsonNode;
    }

    static @Nullable Object valueOf(JsonNode node) {
      if (node.isObject()) {
        var members = new LinkedHashMap<String, Object>();
        node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
      }
      if (node.isArray()) {
        var elements = new ArrayList<Object>();
        node.forEach(elements::add);
        return elements;
      }
      if (node.isNumber()) {
        return node.numberValue();
      }
      if (node.isNull() || node.isMissingNode()) {
        return null;
      }
      return node.isBoolean() ? (Object) node.booleanValue() : node.asString();
    }
  }
}
