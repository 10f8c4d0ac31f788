/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that runs against real programs that Maven Central does not have.
 *
 * <p>The class runs if every program is installed. If one is missing, the class is not run, and one line on standard output
 * names it with the command that installs the program; under {@code -Dpeers=required}, which {@code .ci/run} sets, the class
 * fails instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PeerCondition.class)
public @interface NeedsPeers {
  /** Files that must exist: names are looked up in {@code PATH}, {@code /usr/sbin} and {@code /usr/bin}. */
  String[] programs();

  /** The Debian packages that install the programs. */
  String[] packages();
}
