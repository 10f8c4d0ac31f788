/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.child;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Arrays;

/** The launcher of another library's main class, with a tether: {@code java ... TetheredMain MainClass arguments...}. */
final class TetheredMain {
  private TetheredMain() {}

  public static void main(String[] args) throws Throwable {
    Tether.tie(Duration.ofSeconds(10), () -> {});
    String[] rest = Arrays.copyOfRange(args, 1, args.length);
    try {
      Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
