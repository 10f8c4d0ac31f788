/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.config.DeclaredKeys;
import dev.fanlight.exporters.internal.config.DeclaredKeys.DeclaredKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A secret behind every key that there is, in every form: neither the product nor the command repeats it, whatever the
 * key and the error.
 */
class EchoTest {

  private static final int VENDORS_IN_A_FILE = 25;
  private static final ClassLoader LOADER = EchoTest.class.getClassLoader();

  @TempDir
  private Path folder;

  @ParameterizedTest
  @EnumSource
  void no_secret_behind_a_key_of_the_file_is_repeated(SecretForm form) throws Exception {
    try (EchoedSecrets echoes = new EchoedSecrets(folder)) {
      Path strict = echoes.file("strict: true\n");
      for (DeclaredKey key : keys(DeclaredKeys.ofFile(LOADER), form)) {
        Path file = echoes.file(echoes.yaml(key, form));
        echoes.check(file);
        echoes.check(file, "--json");
        if (echoes.isSound(file)) {
          echoes.start(file);
        } else {
          echoes.start(file, strict);
        }
      }

      assertThat(echoes.found()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void no_secret_behind_a_key_of_a_vendor_is_repeated(SecretForm form) throws Exception {
    try (EchoedSecrets echoes = new EchoedSecrets(folder)) {
      List<Path> files = files(echoes, form);

      for (Path file : files) {
        echoes.check(file);
        echoes.check(file, "--json");
        echoes.start(file);
      }
      echoes.check(files.get(0), "--send");
      echoes.check(files.get(0), "--send", "--json");

      assertThat(echoes.found()).isEmpty();
      assertThat(echoes.statusPages()).isPositive().isEqualTo(3 * echoes.startsWithVendors());
    }
  }

  @Test
  void no_secret_is_repeated_when_a_file_changes() throws Exception {
    try (EchoedSecrets echoes = new EchoedSecrets(folder)) {
      List<Path> wanted = new ArrayList<>();
      for (SecretForm form : SecretForm.values()) {
        List<Path> files = files(echoes, form);
        wanted.add(files.get(0));
        wanted.add(files.get(files.size() - 1));
      }

      echoes.reload(wanted);

      assertThat(echoes.found()).isEmpty();
    }
  }

  /** A text in clear behind a key for texts, a part of a host name or a file's name, is there to be used and seen. */
  private static List<DeclaredKey> keys(List<DeclaredKey> all, SecretForm form) {
    return all.stream()
        .filter(key -> form != SecretForm.TEXT || !key.isOfTexts())
        .toList();
  }

  /** First those with sound vendors, since a file with others is not taken while the application runs. */
  private static List<Path> files(EchoedSecrets echoes, SecretForm form) throws IOException {
    Map<String, String> vendors = new LinkedHashMap<>();
    for (DeclaredKey key : keys(DeclaredKeys.ofVendors(LOADER), form)) {
      vendors.put("v" + vendors.size(), echoes.yaml(key, form));
    }
    Set<String> sound = new LinkedHashSet<>();
    for (Path file : split(vendors.keySet(), vendors, echoes)) {
      sound.addAll(echoes.soundVendors(file));
    }
    Set<String> others = new LinkedHashSet<>(vendors.keySet());
    others.removeAll(sound);
    List<Path> files = new ArrayList<>(split(sound, vendors, echoes));
    files.addAll(split(others, vendors, echoes));
    return files;
  }

  private static List<Path> split(
      Collection<String> names, Map<String, String> vendors, EchoedSecrets echoes)
      throws IOException {
    List<Path> files = new ArrayList<>();
    List<String> all = List.copyOf(names);
    for (int i = 0; i < all.size(); i += VENDORS_IN_A_FILE) {
      Map<String, String> some = new LinkedHashMap<>();
      all.subList(i, Math.min(all.size(), i + VENDORS_IN_A_FILE))
          .forEach(name -> some.put(name, vendors.getOrDefault(name, "")));
      files.add(echoes.fileOf(some));
    }
    return files;
  }
}
