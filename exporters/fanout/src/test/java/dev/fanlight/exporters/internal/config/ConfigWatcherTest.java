/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.config.yaml.Problem;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatcherTest {

  private static final String ONE = "vendors: {one: {type: otlp}}";
  private static final String CA = """
      -----BEGIN CERTIFICATE-----
      MIIBXjCCAQSgAwIBAgIJAJs9JnucvpKJMAoGCCqGSM49BAMCMBYxFDASBgNVBAMT
      C29uZS5leGFtcGxlMCAXDTI2MTEzMDE4NDY1MloYDzIxMjYxMTA2MTg0NjUyWjAW
      MRQwEgYDVQQDEwtvbmUuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IA
      BCCDnJVC/2QluUWw241CE/juoYK5MvrN7JLXC0wUOipNOPhlMW0whTy1uzClKt1F
      FsCht597wkUMr6iYiIAF5pKjOTA3MB0GA1UdDgQWBBQUx0awS4QbmTA3ceMaSnqX
      9MHmjTAWBgNVHREEDzANggtvbmUuZXhhbXBsZTAKBggqhkjOPQQDAgNIADBFAiBh
      Zj2rT2j6XbzqEMlfXG/5mfiwbx+YcNzo6WnLIgN2UAIhAN1dPX6E8pQNo0weyppP
      pPCAFTtT2OVMu1fEbcAbLPuU
      -----END CERTIFICATE-----
      """;
  private static final String TWO = "vendors: {two: {type: otlp}}";

  private final FakeSurroundings surroundings = new FakeSurroundings();
  private final Heard heard = new Heard();

  @TempDir
  private Path folder;

  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("fanlight.yaml");
  }

  @Test
  void a_file_that_is_not_touched_says_nothing() throws IOException {
    ConfigWatcher watcher = watching(ONE);

    polls(watcher, 5);

    assertThat(heard.told).isEmpty();
  }

  @Test
  void an_edit_is_told_once() throws IOException {
    ConfigWatcher watcher = watching(ONE);
    polls(watcher, 3);

    write(TWO);
    polls(watcher, 5);

    assertThat(heard.told).containsExactly("changed [two]");
  }

  @Test
  void an_edit_before_the_first_look_is_not_missed() throws IOException {
    ConfigWatcher watcher = watching(ONE);

    write(TWO);
    polls(watcher, 5);

    assertThat(heard.told).containsExactly("changed [two]");
  }

  @Test
  void a_file_that_is_still_being_written_is_not_taken() throws IOException {
    ConfigWatcher watcher = watching(ONE);
    polls(watcher, 3);

    for (int length = 10; length < TWO.length(); length += 4) {
      write(TWO.substring(0, length));
      polls(watcher, 1);
    }
    write(TWO);
    polls(watcher, 5);

    assertThat(heard.told).containsExactly("changed [two]");
  }

  @Test
  void a_broken_edit_is_refused_once_and_its_mending_is_told() throws IOException {
    ConfigWatcher watcher = watching(ONE);
    polls(watcher, 3);

    write("vendors: {one: {type: otlp}, bad: {type: nonsense}}");
    polls(watcher, 5);
    write(TWO);
    polls(watcher, 5);

    assertThat(heard.told).hasSize(2);
    assertThat(heard.told.get(0)).startsWith("refused ").contains("no such vendor type");
    assertThat(heard.told.get(1)).isEqualTo("changed [two]");
  }

  @Test
  void taking_a_broken_edit_back_is_a_version_that_asks_for_the_same() throws IOException {
    ConfigWatcher watcher = watching(ONE);
    polls(watcher, 3);

    write("vendors: [");
    polls(watcher, 5);
    write(ONE);
    polls(watcher, 5);

    assertThat(heard.told).hasSize(2);
    assertThat(heard.told.get(1)).isEqualTo("restored");
  }

  @Test
  void a_file_that_is_gone_changes_nothing() throws IOException {
    ConfigWatcher watcher = watching(ONE);
    polls(watcher, 3);

    Files.delete(file);
    polls(watcher, 5);

    assertThat(heard.told).hasSize(1);
    assertThat(heard.told.get(0)).contains("there is no file ");
  }

  @Test
  void a_secret_in_a_file_rotates_without_an_edit_of_the_yaml() throws IOException {
    Path secret = Files.writeString(folder.resolve("key"), "one");
    ConfigWatcher watcher = watching("vendors: {new_relic: {license_key: '${file:key}'}}");
    polls(watcher, 3);

    Files.writeString(secret, "two");
    polls(watcher, 5);

    assertThat(heard.told).containsExactly("secrets renewed", "unchanged");
    assertThat(firstLane().vendor().headers().current()).containsEntry("api-key", "two");
  }

  @Test
  void a_secret_of_the_running_version_is_renewed_while_the_newest_one_is_refused()
      throws IOException {
    Path secret = Files.writeString(folder.resolve("key"), "one");
    ConfigWatcher watcher = watching("vendors: {new_relic: {license_key: '${file:key}'}}");
    polls(watcher, 3);
    write("vendors: {nonsense: {type: nonsense}}"); // which names no file
    polls(watcher, 5);

    Files.writeString(secret, "two");
    polls(watcher, 5);

    assertThat(heard.told).hasSize(2);
    assertThat(heard.told.get(0)).startsWith("refused ");
    assertThat(heard.told.get(1)).isEqualTo("secrets renewed");
    assertThat(firstLane().vendor().headers().current()).containsEntry("api-key", "two");
  }

  @Test
  void a_secret_that_is_rotated_together_with_a_broken_edit_is_used_by_what_runs()
      throws IOException {
    Path secret = Files.writeString(folder.resolve("key"), "one");
    Files.writeString(folder.resolve("other"), "of the refused version");
    ConfigWatcher watcher = watching("vendors: {new_relic: {license_key: '${file:key}'}}");
    polls(watcher, 3);

    Files.writeString(secret, "two");
    write("vendors: {new_relic: {license_key: '${file:other}', nonsense: 1}}");
    polls(watcher, 5);

    assertThat(heard.told).hasSize(2);
    assertThat(heard.told.get(0)).isEqualTo("secrets renewed");
    assertThat(heard.told.get(1)).startsWith("refused ");
    assertThat(firstLane().vendor().headers().current()).containsEntry("api-key", "two");
  }

  @Test
  void a_certificate_of_the_running_version_is_watched_while_the_newest_one_is_refused()
      throws IOException {
    Path ca = Files.writeString(folder.resolve("ca.pem"), CA);
    ConfigWatcher watcher = watching(
        "vendors: {one: {type: otlp, endpoint: 'https://one.example'," + " tls: {ca: ca.pem}}}");
    polls(watcher, 3);
    write("vendors: [");
    polls(watcher, 5);

    Files.writeString(ca, CA + "\n");
    polls(watcher, 5);

    assertThat(heard.told).hasSize(2);
    assertThat(heard.told.get(1)).isEqualTo("secrets renewed");
  }

  /** As a section does that is the same in both versions. */
  @Test
  void a_secret_of_an_earlier_version_that_is_still_held_is_renewed() throws IOException {
    Path secret = Files.writeString(folder.resolve("key"), "one");
    ConfigWatcher watcher = watching("vendors: {new_relic: {license_key: '${file:key}'}}");
    LaneSettings held = firstLane();
    polls(watcher, 3);
    write("vendors: {new_relic: {license_key: '${file:key}'}, two: {type: otlp}}");
    polls(watcher, 5);

    Files.writeString(secret, "two");
    polls(watcher, 5);

    assertThat(held.vendor().headers().current()).containsEntry("api-key", "two");
    assertThat(firstLane().vendor().headers().current()).containsEntry("api-key", "two");
  }

  @Test
  void no_file_of_the_newest_version_keeps_the_watcher_from_the_others() throws Exception {
    Path secret = Files.writeString(folder.resolve("key"), "one");
    ConfigWatcher watcher = watching("vendors: {new_relic: {license_key: '${file:key}'}}");
    polls(watcher, 3);
    new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor();
    write("vendors: {new_relic: {license_key: '${file:pipe}'}}");
    polls(watcher, 5);

    Files.writeString(secret, "two");
    polls(watcher, 5);

    assertThat(heard.told).hasSize(2);
    assertThat(heard.told.get(1)).isEqualTo("secrets renewed");
    assertThat(firstLane().vendor().headers().current()).containsEntry("api-key", "two");
  }

  @Test
  void a_secret_that_is_not_there_yet_is_waited_for() throws IOException {
    ConfigWatcher watcher = watching(ONE);
    polls(watcher, 3);

    write("vendors: {new_relic: {license_key: '${file:late}'}}");
    polls(watcher, 5);
    Files.writeString(folder.resolve("late"), "key");
    polls(watcher, 5);

    assertThat(heard.told).hasSize(2);
    assertThat(heard.told.get(0)).contains("there is no file ");
    assertThat(heard.told.get(1)).isEqualTo("changed [new_relic]");
  }

  /** As a volume of a ConfigMap: fanlight.yaml -> ..data/fanlight.yaml, ..data -> ..v1, and ..data is swapped. */
  @Test
  void a_link_that_is_swapped_is_an_edit() throws IOException {
    version("..v1", ONE);
    version("..v2", TWO);
    Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("..v1"));
    Files.createSymbolicLink(file, Path.of("..data", "fanlight.yaml"));
    ConfigWatcher watcher = watching();
    polls(watcher, 3);

    Path next = Files.createSymbolicLink(folder.resolve("..next"), Path.of("..v2"));
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    polls(watcher, 5);

    assertThat(heard.told).containsExactly("changed [two]");
  }

  @Test
  void a_touch_is_no_edit() throws IOException {
    ConfigWatcher watcher = watching(ONE);
    polls(watcher, 3);

    write(ONE);
    polls(watcher, 5);

    assertThat(heard.told).isEmpty();
  }

  @Test
  void problems_of_the_start_are_not_told_again() throws IOException {
    ConfigWatcher watcher = watching("vendors: {one: {type: otlp}, bad: {type: nonsense}}");

    polls(watcher, 5);

    assertThat(heard.told).isEmpty();
  }

  @Test
  void its_thread_tells_of_edits_until_it_is_closed() throws Exception {
    Files.writeString(file, ONE);
    ConfigLoader loader = surroundings.loader(ConfigSource.of(file));
    ConfigWatcher watcher = new ConfigWatcher(loader, loader.load(), Duration.ofMillis(5), heard);

    Set<Thread> before = reloadThreads();
    watcher.start();
    write(TWO);
    String told = heard.queue.poll(20, TimeUnit.SECONDS);
    watcher.close();

    assertThat(told).isEqualTo("changed [two]");
    assertThat(reloadThreads()).isSubsetOf(before);
  }

  @Test
  void a_version_for_which_there_was_no_thread_is_tried_with_the_next_edit() throws Exception {
    write(ONE);
    ConfigLoader loader = surroundings.loader(ConfigSource.of(file));
    heard.error = new OutOfMemoryError("unable to create native thread");
    ConfigWatcher watcher = new ConfigWatcher(loader, loader.load(), Duration.ofMillis(5), heard);
    watcher.start();
    write(TWO);
    String first = heard.queue.poll(20, TimeUnit.SECONDS);

    heard.error = null;
    write(TWO + " # once more");
    String second = heard.queue.poll(20, TimeUnit.SECONDS);
    watcher.close();

    assertThat(first).isEqualTo("changed [two]");
    assertThat(second).isEqualTo("changed [two]");
  }

  private static Set<Thread> reloadThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("fanlight-reload"))
        .collect(Collectors.toSet());
  }

  private ConfigWatcher watching(String document) throws IOException {
    write(document);
    return watching();
  }

  private ConfigWatcher watching() {
    ConfigLoader loader = surroundings.loader(ConfigSource.of(file));
    LoadResult loaded = loader.load();
    if (loaded instanceof LoadResult.Usable usable) {
      heard.running = usable.configuration();
    }
    return new ConfigWatcher(loader, loaded, ConfigWatcher.INTERVAL, heard);
  }

  private LaneSettings firstLane() {
    return Objects.requireNonNull(heard.running).fanout().lanes().get(0);
  }

  /** At once, as the watcher may look at any moment. */
  private void write(String document) throws IOException {
    Path fresh = folder.resolve("fresh");
    Files.writeString(fresh, document);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void version(String name, String document) throws IOException {
    Files.writeString(
        Files.createDirectory(folder.resolve(name)).resolve("fanlight.yaml"), document);
  }

  private static void polls(ConfigWatcher watcher, int times) {
    for (int i = 0; i < times; i++) {
      watcher.poll();
    }
  }

  private static final class Heard implements ConfigWatcher.Listener {

    private final List<String> told = new ArrayList<>();
    private final BlockingQueue<String> queue = new LinkedBlockingQueue<>(100);
    private @Nullable Configuration running;
    private volatile @Nullable Error error;

    @Override
    public void changed(Configuration configuration, List<Problem> warnings) {
      Error thrown = error; // before the test is told, which takes it away
      running = configuration;
      tell("changed "
          + configuration.fanout().lanes().stream().map(lane -> lane.name()).toList());
      if (thrown != null) {
        throw thrown;
      }
    }

    @Override
    public void unchanged(List<Problem> warnings) {
      tell("unchanged");
    }

    @Override
    public void restored(List<Problem> warnings) {
      tell("restored");
    }

    @Override
    public void secretsRenewed() {
      tell("secrets renewed");
    }

    @Override
    public void refused(List<Problem> problems) {
      tell("refused " + problems);
    }

    private void tell(String what) {
      told.add(what);
      queue.add(what);
    }
  }
}
