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
 * The only class that calls Jackson for other packages. The class path may lack Jackson or a part of it: Spring Boot 3.5
 * pins a version of jackson-annotations that is older than the version Jackson 3 was built with.
 */
public final class JacksonAdapter {
  private static final boolean HAS_NODES = hasNodes();
  private static final AtomicBoolean REPORTED = new AtomicBoolean();
  private static volatile @Nullable String problem;

  private JacksonAdapter() {}

  /**
   * Returns, once in the life of the process, the reason for which values that need Jackson fail, and the cure; null if no
   * value failed or the message was returned before.
   */
  public static @Nullable String takeProblem() {
    return problem != null && REPORTED.compareAndSet(false, true) ? problem : null;
  }

  static boolean isNode(Object value) {
    return HAS_NODES && Nodes.isNode(value);
  }

  /** Returns the value of a JSON node; the members of an object or array remain JSON nodes. */
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

  /** Returns the fields that a marker of logstash-logback-encoder writes, without the fields of its references. */
  public static Map<String, @Nullable Object> fieldsOf(LogstashMarker marker) {
    try {
      return JacksonFieldReader.of(marker::writeTo);
    } catch (LinkageError e) {
      note(e);
      throw e;
    }
  }

  /** Records errors that name a class of Jackson; getters of the application may throw other linkage errors. */
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
    } catch (LinkageError ignored) { // without the class, no value is a node
      return false;
    }
  }

  /** A holder that is loaded only if Jackson is on the class path. */
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
