/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Executable;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every reference to OpenTelemetry in our class files against the jars of the oldest SDK. */
class OldestSdkIT {

  private static final String OPENTELEMETRY = "io.opentelemetry.";

  /** References that are guarded: the code that holds them is not reached, or says what is missing, on an older SDK. */
  private static final Set<String> GUARDED = Set.of(
      "io.opentelemetry.api.common.AttributeKey.valueKey(java.lang.String)",
      "io.opentelemetry.api.common.AttributeType.VALUE",
      "io.opentelemetry.api.common.Value.empty()");

  /** The interfaces of a declarative configuration, which only these classes know; an older SDK does not load them. */
  private static final String DECLARATIVE = "io.opentelemetry.api.incubator.config.";

  private static final Set<String> DECLARATIVE_CLASSES =
      Set.of("DeclarativeTree", "FanlightComponentProvider");

  @Test
  void what_the_oldest_sdk_lacks_is_guarded() throws Exception {
    JavaClasses ours = new ClassFileImporter()
        .withImportOption(location -> !location.contains("/test"))
        .importPackages("dev.fanlight.exporters");
    Set<String> missing = new TreeSet<>();
    int references = 0;
    try (URLClassLoader sdk = oldestSdk()) {
      for (JavaClass each : ours) {
        for (String reference : references(each)) {
          references++;
          boolean isDeclarative = reference.startsWith(DECLARATIVE)
              && DECLARATIVE_CLASSES.contains(each.getSimpleName());
          if (!isDeclarative && !exists(reference, sdk)) {
            missing.add(reference);
          }
        }
      }
    }

    assertThat(references).isGreaterThan(300);
    assertThat(missing).isEqualTo(GUARDED);
  }

  private static URLClassLoader oldestSdk() throws Exception {
    Path folder = Path.of(Objects.requireNonNull(System.getProperty("fanlight.sdks")), "1.49.0");
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path jar : files.toList()) {
        jars.add(jar.toUri().toURL());
      }
    }
    return new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static Set<String> references(JavaClass from) {
    Set<String> references = new TreeSet<>();
    for (JavaAccess<?> access : from.getAccessesFromSelf()) {
      AccessTarget target = access.getTarget();
      if (target.getOwner().getName().startsWith(OPENTELEMETRY)) {
        references.add(target.getFullName());
      }
    }
    for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
      String name = dependency.getTargetClass().getBaseComponentType().getName();
      if (name.startsWith(OPENTELEMETRY)) {
        references.add(name);
      }
    }
    return references;
  }

  private static boolean exists(String reference, ClassLoader sdk) {
    int parameters = reference.indexOf('(');
    Class<?> type = load(reference, sdk);
    if (type != null) {
      return true;
    }
    String name = parameters < 0 ? reference : reference.substring(0, parameters);
    Class<?> owner = load(name.substring(0, name.lastIndexOf('.')), sdk);
    String member = name.substring(name.lastIndexOf('.') + 1);
    if (owner == null) {
      return false;
    }
    return parameters < 0
        ? hasField(owner, member)
        : hasMethod(owner, member, reference.substring(parameters));
  }

  private static @Nullable Class<?> load(String name, ClassLoader sdk) {
    try {
      return Class.forName(name, false, sdk);
    } catch (ClassNotFoundException absent) {
      return null;
    }
  }

  private static boolean hasField(Class<?> owner, String name) {
    return Arrays.stream(owner.getDeclaredFields())
        .anyMatch(field -> field.getName().equals(name));
  }

  private static boolean hasMethod(Class<?> owner, String name, String parameters) {
    Stream<? extends Executable> members = name.equals("<init>")
        ? Arrays.stream(owner.getDeclaredConstructors())
        : Stream.concat(
            Stream.concat(
                Arrays.stream(owner.getMethods()), Arrays.stream(owner.getDeclaredMethods())),
            Arrays.stream(Object.class.getMethods()));
    return members.anyMatch(member -> (name.equals("<init>") || member.getName().equals(name))
        && parameters(member).equals(parameters));
  }

  private static String parameters(Executable member) {
    return "("
        + String.join(
            ", ", Arrays.stream(member.getParameterTypes()).map(Class::getName).toList())
        + ")";
  }
}
