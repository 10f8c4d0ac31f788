/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A fault that a test puts into one source file of the product, compiles, and has the simulator look for.
 *
 * @param name what is wrong
 * @param file below the package of the engine, without the ending
 * @param right the text in the file, which stands there once
 * @param wrong the text in its place
 */
record PlantedBug(String name, String file, String right, String wrong) {

  private static final Path SOURCES = Path.of("src/main/java/dev/fanlight/exporters/internal");
  private static final String OURS = "dev.fanlight.";

  /**
   * Looks for the bug.
   *
   * @param folder for the changed classes
   * @param firstSeed for a bug of the log on disk, the seeds are counted among those that have such a log
   * @return the first broken simulation, as {@link SimulationApplication#firstBroken} prints it; an empty string if none is
   */
  String find(Path folder, long firstSeed, long lastSeed, int minutes, double maxCpuSeconds)
      throws IOException, ReflectiveOperationException {
    compile(folder);
    try (Loader loader = new Loader(folder)) {
      return (String) loader
          .loadClass(SimulationApplication.class.getName())
          .getMethod("firstBroken", boolean.class, long.class, long.class, int.class, double.class)
          .invoke(null, file.startsWith("log/disk/"), firstSeed, lastSeed, minutes, maxCpuSeconds);
    } catch (InvocationTargetException e) {
      return "the simulator failed: " + e.getCause();
    }
  }

  /** Returns how often the text stands in the file: the bug can be planted if it is once. */
  int places() throws IOException {
    String source = Files.readString(SOURCES.resolve(file + ".java"));
    return source.split(Pattern.quote(right), -1).length - 1;
  }

  private void compile(Path folder) throws IOException {
    String source = Files.readString(SOURCES.resolve(file + ".java"));
    if (places() != 1) {
      throw new IllegalStateException("\"" + name + "\": the text does not stand once in " + file
          + "; adapt the planted bug to the code");
    }
    Path changed = folder.resolve("source").resolve(file + ".java");
    Files.createDirectories(changed.getParent());
    Files.writeString(changed, source.replace(right, wrong));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();
    List<String> options =
        List.of("-proc:none", "-nowarn", "-d", folder.toString(), "-cp", classPath());
    boolean compiles = compiler
        .getTask(
            problems,
            null,
            null,
            options,
            null,
            compiler.getStandardFileManager(null, null, null).getJavaFileObjects(changed))
        .call();
    if (!compiles) {
      throw new IllegalStateException("\"" + name + "\" does not compile: " + problems);
    }
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Loads our classes anew, the changed ones from the folder. */
  private static final class Loader extends URLClassLoader {

    private final Path folder;

    Loader(Path folder) {
      super(new URL[0], PlantedBug.class.getClassLoader());
      this.folder = folder;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        if (known != null) {
          return known;
        }
        if (!name.startsWith(OURS)) {
          return super.loadClass(name, resolve);
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

  /** Returns all bugs that the simulator must find. */
  static List<PlantedBug> all() {
    List<PlantedBug> bugs = new ArrayList<>();
    bugs.addAll(PlantedBugs.OF_THE_QUEUE);
    bugs.addAll(PlantedBugs.OF_THE_LOG);
    bugs.addAll(PlantedBugs.OF_THE_LANE);
    bugs.addAll(PlantedBugs.OF_CHANGES);
    bugs.addAll(PlantedDiskBugs.OF_THE_WRITER);
    bugs.addAll(PlantedDiskBugs.OF_THE_READER);
    return bugs;
  }
}
