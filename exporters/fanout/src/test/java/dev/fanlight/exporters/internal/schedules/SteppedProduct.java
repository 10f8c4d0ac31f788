/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.schedules;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The product with some of its source files compiled anew: with steps in them, and perhaps with a planted bug. */
public final class SteppedProduct {

  private static final Path SOURCES = Path.of("src/main/java/dev/fanlight/exporters/internal");
  private static final String OURS = "dev.fanlight.";
  private static final String STEPS = "dev.fanlight.exporters.internal.schedules.Steps";
  private static final Pattern STATEMENT = Pattern.compile(
      "(?<=[;{}]\n)( {4,})((?!this\\(|super\\()[a-zA-Z_][\\w.]*(?:\\[[^\\]]*\\])?(?:\\+\\+;| [-+|]?= |\\())");
  private static final String RESERVED =
      "return|throw|if|for|while|do|switch|try|case|else|new|synchronized";

  private final Map<String, String> sources = new TreeMap<>();

  /** Puts steps before the statements of a file, and at each access to some of its variables. */
  public SteppedProduct step(String file, String... variables) throws IOException {
    String source = source(file);
    for (String variable : variables) {
      source = isObject(source, variable)
          ? source.replaceAll("(?<![\\w.\"@])(" + variable + ")\\.(?=\\w+\\()", STEPS + ".at($1).")
          : source.replaceAll(
              "(?<=[<>=!]= |[<>] |\\(!?|= )(" + variable + ")(?=[;)]| (?:[<>=!]=|[<>&|?-]) )",
              STEPS + ".read($1)");
    }
    StringBuilder stepped = new StringBuilder();
    var statements = STATEMENT.matcher(source);
    while (statements.find()) {
      String word = statements.group(2).split("\\W", 2)[0];
      boolean isStatement = !word.matches(RESERVED);
      statements.appendReplacement(stepped, "$1" + (isStatement ? STEPS + ".step(); " : "") + "$2");
    }
    statements.appendTail(stepped);
    sources.put(file, stepped.toString());
    return this;
  }

  private static boolean isObject(String source, String variable) {
    return source.contains(" " + variable + ".");
  }

  /** Puts a text in the place of another one, which stands in the file once. */
  public SteppedProduct change(String file, String right, String wrong) throws IOException {
    String source = source(file);
    int at = source.indexOf(right);
    if (at < 0 || source.indexOf(right, at + 1) >= 0) {
      throw new IllegalStateException(
          "the text does not stand once in " + file + "; adapt the planted bug: " + right);
    }
    sources.put(file, source.replace(right, wrong));
    return this;
  }

  private String source(String file) throws IOException {
    String known = sources.get(file);
    return known == null ? Files.readString(SOURCES.resolve(file + ".java")) : known;
  }

  /** Compiles the files into a folder, and calls a public static method with texts there. */
  public Object call(Path folder, Class<?> type, String method, String... arguments)
      throws IOException, ReflectiveOperationException {
    compile(folder);
    Class<?>[] types = new Class<?>[arguments.length];
    Arrays.fill(types, String.class);
    try (ProductLoader loader = new ProductLoader(folder)) {
      Class<?> loaded = loader.loadClass(type.getName());
      return loaded.getMethod(method, types).invoke(null, (Object[]) arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("it cannot be run: " + e.getCause(), e);
    }
  }

  private void compile(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, String> each : sources.entrySet()) {
      Path file = folder.resolve("source").resolve(each.getKey() + ".java");
      Files.createDirectories(file.getParent());
      Files.writeString(file, each.getValue());
      files.add(file);
    }
    if (files.isEmpty()) {
      return;
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-proc:none", "-nowarn", "-d", folder.toString(), "-cp", classPath);
      var units = manager.getJavaFileObjectsFromPaths(files);
      if (!compiler.getTask(problems, manager, null, options, null, units).call()) {
        throw new IllegalStateException("it does not compile: " + problems);
      }
    }
  }

  /** Loads our classes anew, the changed ones from the folder. */
  private static final class ProductLoader extends URLClassLoader {

    private final Path folder;

    ProductLoader(Path folder) {
      super(new URL[0], SteppedProduct.class.getClassLoader());
      this.folder = folder;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        if (known != null || !name.startsWith(OURS)) {
          return known == null ? super.loadClass(name, resolve) : known;
        }
        byte[] bytes = bytes(name.replace('.', '/') + ".class");
        return defineClass(name, bytes, 0, bytes.length);
      }
    }

    private byte[] bytes(String resource) throws ClassNotFoundException {
      Path changed = folder.resolve(resource);
      try {
        if (Files.exists(changed)) {
          return Files.readAllBytes(changed);
        }
        try (InputStream in = getParent().getResourceAsStream(resource)) {
          if (in == null) {
            throw new ClassNotFoundException(resource);
          }
          return in.readAllBytes();
        }
      } catch (IOException e) {
        throw new ClassNotFoundException(resource, e);
      }
    }
  }
}
