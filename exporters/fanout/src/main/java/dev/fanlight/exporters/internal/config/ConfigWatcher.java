/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.yaml.Problem;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.internal.threads.FanlightThread;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the file, and at every file it names, and tells of each new version.
 *
 * <pre>{@code
 * ConfigWatcher watcher = new ConfigWatcher(loader, loaded, ConfigWatcher.INTERVAL, new ConfigWatcher.Listener() {
 *   public void changed(Configuration configuration, List<Problem> warnings) { … } // apply it, count it
 *   public void unchanged(List<Problem> warnings) { … }                            // count it
 *   public void restored(List<Problem> warnings) { … }                             // log it, count it
 *   public void secretsRenewed() { … }                                             // retry waiting batches
 *   public void refused(List<Problem> problems) { … }                              // log it, count it
 * });
 * watcher.start();
 * …
 * watcher.close();
 * }</pre>
 */
public final class ConfigWatcher implements AutoCloseable {

  /*
   * Polled, by content: Kubernetes swaps a link two folders up, editors write beside and rename, network file systems
   * send no events; a hash of a few small files tells all of that apart from a mere touch.
   *
   * A new hash counts once it is the same in two polls, so that a file that is just being written is not taken for a
   * file without its last vendors.
   *
   * Thread: "fanlight-reload", started by start(), ended and joined by close(). It alone polls and calls the listener.
   */

  /** Time between two looks; a change takes effect within two. */
  public static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final Logger LOGGER = Logger.getLogger("dev.fanlight.exporters");
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final ConfigLoader loader;
  private final Duration interval;
  private final Listener listener;
  private final FanlightThread thread = new FanlightThread("reload", this::run);

  private final RunningSecrets secrets = new RunningSecrets();
  private @Nullable Configuration running;
  private boolean isRefused;
  private List<Problem> problems;
  private Set<Path> files;
  private volatile boolean isClosed;
  private String seen = "";
  private String handled = "";
  private boolean isRecheck =
      true; // a file may have changed after it was read and before the first look at it

  /**
   * A watcher, not started.
   *
   * @param loader that loads the versions
   * @param loaded the loader's last result, which runs now if it is usable
   * @param interval between two looks
   * @param listener told of versions
   */
  public ConfigWatcher(
      ConfigLoader loader, LoadResult loaded, Duration interval, Listener listener) {
    this.loader = loader;
    this.interval = interval;
    this.listener = listener;
    this.isRefused = !loaded.isSound();
    if (loaded instanceof LoadResult.Usable usable) {
      this.running = usable.configuration();
      this.secrets.running(usable.configuration(), usable.files());
    }
    this.problems = loaded.problems();
    this.files = loaded.files();
  }

  /** Starts to look; once. */
  public void start() {
    thread.start();
  }

  /** Looks no more; waits for a call of the listener that is under way, for a second. */
  @Override
  public void close() {
    isClosed = true;
    LockSupport.unpark(thread);
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(GRACE.toMillis());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!awaitClose()) {
      try {
        poll();
      } catch (Throwable e) { // for want of a thread as well: the next edit gets its chance
        report(e);
      }
    }
  }

  /** Waits until it is time to look again; true if this is closed. A park that ends early is a look that comes early. */
  private boolean awaitClose() {
    if (!isClosed) {
      LockSupport.parkNanos(this, interval.toNanos());
    }
    return isClosed || Thread.currentThread().isInterrupted();
  }

  private static void report(Throwable e) {
    try {
      LOGGER.log(
          Level.WARNING,
          "the new version of the configuration was not taken, or in part only; any further edit of"
              + " the file, of a comment as well, tries it again",
          ForeignText.loggable(e));
    } catch (Throwable ignored) {
      // a log handler of the application's that throws must not end the watcher
    }
  }

  /** Looks at the files once; the watcher's thread only. */
  void poll() {
    if (secrets.renew(loader.documents())) {
      listener.secretsRenewed();
    }
    String now = WatchedFiles.hash(files);
    boolean isSettled = now.equals(seen);
    seen = now;
    if (isSettled && !now.equals(handled)) {
      handled = now;
      load();
    }
  }

  private void load() {
    LoadResult loaded = loader.load();
    boolean isQuiet = isRecheck && loaded.problems().equals(problems);
    problems = loaded.problems();
    isRecheck = !loaded.files().equals(files);
    if (isRecheck) {
      files = loaded.files();
      handled = "";
    }
    boolean wasRefused = isRefused;
    isRefused = !(loaded instanceof LoadResult.Usable && loaded.isSound());
    if (isRefused) {
      if (!isQuiet) {
        listener.refused(problems);
      }
    } else {
      tell((LoadResult.Usable) loaded, wasRefused, isQuiet);
    }
  }

  private void tell(LoadResult.Usable version, boolean wasRefused, boolean isQuiet) {
    Configuration wanted = version.configuration();
    if (running == null || !running.fingerprint().equals(wanted.fingerprint())) {
      running = null; // if it fails half-way, the next content is another version
      listener.changed(wanted, problems);
      running = wanted;
      secrets.running(wanted, version.files());
    } else if (wasRefused) {
      listener.restored(problems);
    } else if (!isQuiet) {
      listener.unchanged(problems);
    }
  }

  /** Told of each new version, by the watcher's thread, one call at a time. */
  public interface Listener {

    /**
     * There is a new version, and all of it is right.
     *
     * @param configuration to apply
     * @param warnings to log
     */
    void changed(Configuration configuration, List<Problem> warnings);

    /**
     * There is a new version that asks for the same: another comment, or another order. There is no change to apply.
     *
     * @param warnings to log
     */
    void unchanged(List<Problem> warnings);

    /**
     * After a version that was refused, the current version equals the running one.
     *
     * @param warnings to log
     */
    void restored(List<Problem> warnings);

    /** A secret or a certificate of the running configuration is another one, and its holders have it by now. */
    void secretsRenewed();

    /**
     * There is a new version with an error; the running configuration must continue.
     *
     * @param problems to log
     */
    void refused(List<Problem> problems);
  }
}
