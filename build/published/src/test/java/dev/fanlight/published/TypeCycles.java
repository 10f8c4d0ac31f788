/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.published;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The cycles of types in the packages of a module, from its compiled classes; nested types count with the type around them. */
final class TypeCycles {

  /** By type, the types of its package that it depends on. */
  private final Map<String, Set<String>> dependencies = new TreeMap<>();

  private TypeCycles() {}

  /** Reads the compiled classes in a folder. */
  static TypeCycles of(Path classes) {
    TypeCycles cycles = new TypeCycles();
    for (JavaClass origin : new ClassFileImporter().importPath(classes)) {
      cycles.dependencies.computeIfAbsent(topLevel(origin), name -> new TreeSet<>());
      for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (target.getPackageName().equals(origin.getPackageName())) {
          cycles.add(topLevel(origin), topLevel(target));
        }
      }
    }
    return cycles;
  }

  private static String topLevel(JavaClass type) {
    JavaClass outermost = type;
    while (outermost.getEnclosingClass().isPresent()) {
      outermost = outermost.getEnclosingClass().get();
    }
    return outermost.getName();
  }

  /** Adds a dependency of one type on another one of its package. */
  void add(String origin, String target) {
    dependencies.computeIfAbsent(origin, name -> new TreeSet<>()).add(target);
  }

  /** Returns the number of types. */
  int types() {
    return dependencies.size();
  }

  /**
   * Returns the groups of more than so many types in which every type depends on every other one, directly or through
   * others of the group; each with its dependencies within the group.
   */
  List<String> largerThan(int types) {
    List<String> cycles = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (String type : dependencies.keySet()) {
      Set<String> cycle = new TreeSet<>(reached(type));
      cycle.removeIf(other -> !reached(other).contains(type));
      if (seen.add(type) && cycle.size() > types) {
        seen.addAll(cycle);
        cycles.add(drawn(cycle));
      }
    }
    return cycles;
  }

  private Set<String> reached(String type) {
    Set<String> reached = new TreeSet<>();
    Deque<String> left = new ArrayDeque<>(List.of(type));
    while (!left.isEmpty()) {
      for (String next : dependencies.getOrDefault(left.remove(), Set.of())) {
        if (reached.add(next)) {
          left.add(next);
        }
      }
    }
    return reached;
  }

  private String drawn(Set<String> cycle) {
    StringBuilder text = new StringBuilder(cycle.size() + " types");
    for (String type : cycle) {
      Set<String> within = new TreeSet<>(dependencies.getOrDefault(type, Set.of()));
      within.retainAll(cycle);
      within.remove(type);
      List<String> names = within.stream().map(TypeCycles::simpleName).toList();
      text.append("\n  ").append(type).append(" -> ").append(String.join(", ", names));
    }
    return text.toString();
  }

  private static String simpleName(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }
}
