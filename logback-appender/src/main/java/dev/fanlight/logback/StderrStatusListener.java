/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import ch.qos.logback.core.status.OnErrorConsoleStatusListener;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import ch.qos.logback.core.status.StatusManager;

/**
 * A status listener that prints logback's own warnings and errors on standard error, each once.
 *
 * <p>Without any status listener logback prints them on standard output, as plain text between the lines of JSON.
 *
 * @since 0.1.0
 */
public final class StderrStatusListener extends OnErrorConsoleStatusListener {
  /*
   * The first listener of a logger context stays for the life of the context, because it has the list of printed messages.
   * Each further listener, of a second include or of a reloaded configuration, removes itself.
   */

  /** Creates the listener; called by logback for an element of the XML. */
  public StderrStatusListener() {
    setRetrospective(0); // a retrospective would print every status, not only warnings and errors
  }

  @Override
  public void start() {
    StatusManager statuses = getStatusManager();
    if (statuses == null) {
      super.start();
      return;
    }
    for (StatusListener other : statuses.getCopyOfStatusListenerList()) {
      if (other != this && other instanceof StderrStatusListener first && first.isStarted()) {
        statuses.remove(this);
        return;
      }
    }
    setResetResistant(true);
    super.start();
    statuses.getCopyOfStatusList().forEach(this::addStatusEvent);
  }

  @Override
  public void addStatusEvent(Status status) {
    if (status.getEffectiveLevel() >= Status.WARN) {
      super.addStatusEvent(status);
    }
  }
}
