/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Installs Maven as the wrapper does, for a machine without unzip: the wrapper would take the .tar.gz there, whose
 * checksum is not the pinned one. Run as a source file: {@code java InstallMaven.java PROPERTIES MAVEN_HOME REPOSITORY}.
 */
public final class InstallMaven {

  private static final String CENTRAL = "https://repo.maven.apache.org/maven2";

  private InstallMaven() {}

  public static void main(String[] args) throws Exception {
    Properties wrapper = new Properties();
    try (InputStream in = Files.newInputStream(Path.of(args[0]))) {
      wrapper.load(in);
    }
    String address = wrapper.getProperty("distributionUrl");
    String mirrored = address.replace(CENTRAL, args[2]);
    byte[] zip;
    try (InputStream in = URI.create(mirrored).toURL().openStream()) {
      zip = in.readAllBytes();
    }
    String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(zip));
    if (!sum.equals(wrapper.getProperty("distributionSha256Sum"))) {
      System.err.println("The SHA-256 of " + mirrored + " is " + sum + ", not the one in " + args[0]
          + ". It was not installed. After an update of Maven, update distributionSha256Sum.");
      System.exit(1);
    }
    install(zip, Path.of(args[1]));
  }

  /** Unpacks beside the folder and renames, so that the folder is there with all of its files or not at all. */
  private static void install(byte[] zip, Path home) throws Exception {
    Files.createDirectories(home.getParent());
    Path unpacked = Files.createTempDirectory(home.getParent(), "unpacked");
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path path = unpacked.resolve(entry.getName()).normalize();
        if (!path.startsWith(unpacked)) {
          throw new IllegalStateException("an entry leads out of the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else {
          Files.createDirectories(path.getParent());
          Files.copy(in, path);
        }
      }
    }
    try (var top = Files.list(unpacked)) {
      Path distribution = top.iterator().next();
      distribution.resolve("bin/mvn").toFile().setExecutable(true);
      Files.move(distribution, home);
    }
    Files.delete(unpacked);
  }
}
