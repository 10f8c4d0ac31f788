/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Lines on class paths whose Jackson does not fit. Spring Boot 3.5 fixes jackson-annotations at 2.19.4, with which Jackson 3
 * cannot bind data.
 */
class ForeignClassPathTest {
  private static final String FAILED = "<failed: java.lang.NoClassDefFoundError>";

  @Test
  void with_older_annotations_only_the_getters_of_an_object_are_missing() throws Exception {
    Output output = onClassPath(
        jar -> jar.startsWith("jackson-annotations"),
        Path.of("target/old-jackson/jackson-annotations-2.19.4.jar"));

    assertThat(output.lines()).hasSize(5);
    assertThat(output.lines().get(0))
        .containsEntry("labels.text", "t")
        .containsEntry("numeric_labels.number", 7)
        .containsEntry("labels.flag", "true")
        .containsEntry("labels.list", "[1,\"a\"]")
        .containsEntry("labels.tenant", "t1")
        .doesNotContainKey("log.truncated");
    assertThat(output.lines().get(1))
        .containsEntry("labels.user", "u1")
        .containsEntry("numeric_labels.order", 7)
        .containsEntry("labels.entry", "{\"k\":1}");
    assertThat(output.lines().get(2))
        .containsEntry("labels.failed_fields", FAILED)
        .containsEntry("labels.good", "yes");
    assertThat(output.lines().get(3))
        .containsEntry("http.route", "/orders")
        .containsEntry("event.duration", 7);
    assertThat(output.lines().get(4)).containsEntry("labels.node", "{\"n\":1}");
    assertThat(output.warnings())
        .singleElement()
        .asString()
        .contains("JsonSerializeAs", "jackson-annotations 2.21");
  }

  @Test
  void without_any_jackson_texts_numbers_and_flags_are_there() throws Exception {
    Output output = onClassPath(jar -> jar.startsWith("jackson-"), null);

    assertThat(output.lines()).hasSize(4);
    assertThat(output.lines().get(0))
        .containsEntry("labels.text", "t")
        .containsEntry("numeric_labels.number", 7)
        .containsEntry("labels.flag", "true")
        .containsEntry("labels.list", "[1,\"a\"]")
        .containsEntry("labels.tenant", "t1")
        .doesNotContainKey("log.truncated");
    assertThat(output.lines().get(1))
        .containsEntry("message", "user=u1")
        .containsEntry("labels.user", FAILED)
        .containsEntry("labels.order", FAILED);
    assertThat(output.lines().get(2))
        .containsEntry("labels.failed_fields", FAILED)
        .containsEntry("labels.good", "yes");
    assertThat(output.lines().get(3))
        .containsEntry("http.route", "/orders")
        .containsEntry("event.duration", 7);
    assertThat(output.warnings()).singleElement().asString().contains("jackson-databind 3");
  }

  @Test
  void without_the_data_binding_its_streams_are_enough() throws Exception {
    Output output = onClassPath(jar -> jar.startsWith("jackson-databind"), null);

    assertThat(output.lines().get(1))
        .containsEntry("labels.user", "u1")
        .containsEntry("numeric_labels.order", 7);
    assertThat(output.lines().get(2)).containsEntry("labels.failed_fields", FAILED);
  }

  private record Output(List<Map<String, Object>> lines, List<String> warnings) {}

  private static Output onClassPath(Predicate<String> without, @Nullable Path with)
      throws IOException, ReflectiveOperationException {
    var output = new ByteArrayOutputStream();
    List<?> warnings;
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (var loader =
        new URLClassLoader(urls(without, with), ClassLoader.getPlatformClassLoader())) {
      Thread.currentThread().setContextClassLoader(loader); // where services are looked for
      Class<?> program = loader.loadClass("dev.fanlight.logback.ForeignClassPathProgram");
      warnings = (List<?>) program.getMethod("run", OutputStream.class).invoke(null, output);
    } catch (InvocationTargetException e) {
      throw new AssertionError("the program fails", e.getCause());
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    return new Output(
        StrictJson.lines(output.toString(UTF_8).lines()),
        warnings.stream().map(String::valueOf).toList());
  }

  private static URL[] urls(Predicate<String> without, @Nullable Path with)
      throws MalformedURLException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var urls = new ArrayList<URL>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      if (!without.test(Path.of(entry).getFileName().toString())) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    if (with != null) {
      assertThat(Files.exists(with)).isTrue();
      urls.add(with.toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }
}
