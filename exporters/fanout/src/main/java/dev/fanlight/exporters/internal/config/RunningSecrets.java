/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.spi.Secret;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The secrets and certificates that the running configuration reads from files. The watcher's thread only. */
final class RunningSecrets {

  /*
   * They are watched separately from the newest version of the file: a version that is refused names other files or
   * none, and the files of the running one change all the same. As with the file, a new hash counts once it is the
   * same in two looks.
   *
   * A section that is the same in two versions keeps the secrets of the version it was made with. So secrets of
   * earlier versions are refreshed as well, for as long as they are referenced.
   */

  private final List<WeakReference<Secret>> secrets = new ArrayList<>();
  private final List<Path> certificates = new ArrayList<>();
  private Set<Path> files = Set.of();
  private String seen = "";
  private String handled = "";
  private String handledCertificates = "";

  /** Notes that another configuration runs. */
  void running(Configuration configuration, Set<Path> filesOfIt) {
    for (Secret secret : configuration.fileSecrets()) {
      secrets.add(new WeakReference<>(secret));
    }
    certificates.clear();
    for (LaneSettings lane : configuration.fanout().lanes()) {
      add(lane.transport().trustedCertificates());
      add(lane.transport().clientCertificate());
      add(lane.transport().clientKey());
    }
    files = filesOfIt;
    handled = ""; // a file may have changed since it was read
    handledCertificates = ""; // hashed with the first look: the application waits for the start
  }

  private void add(@Nullable Path certificate) {
    if (certificate != null) {
      certificates.add(certificate);
    }
  }

  /**
   * Reads the secrets again if a file has changed.
   *
   * @param documents the files of the configuration itself, which are not secrets
   * @return whether a secret or certificate is another one now
   */
  boolean renew(Collection<Path> documents) {
    List<Path> watched = new ArrayList<>(files);
    watched.removeAll(documents);
    String now = WatchedFiles.hash(watched);
    boolean isSettled = now.equals(seen);
    seen = now;
    if (!isSettled || now.equals(handled)) {
      return false;
    }
    handled = now;
    String before = handledCertificates;
    handledCertificates = WatchedFiles.hash(certificates);
    boolean isRenewed = !before.isEmpty() && !handledCertificates.equals(before);
    return refresh() || isRenewed;
  }

  private boolean refresh() {
    boolean isChanged = false;
    secrets.removeIf(reference -> reference.get() == null);
    for (WeakReference<Secret> reference : secrets) {
      Secret secret = reference.get();
      if (secret != null) {
        String before = secret.reveal();
        secret.refresh();
        isChanged |= !before.equals(secret.reveal());
      }
    }
    return isChanged;
  }
}
