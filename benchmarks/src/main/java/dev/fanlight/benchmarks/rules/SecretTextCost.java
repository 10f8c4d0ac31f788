/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.rules;

import dev.fanlight.exporters.internal.redaction.SecretNames;
import dev.fanlight.exporters.internal.redaction.SecretText;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds a character that the built-in redaction takes for hostile texts, and for an ordinary one. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class SecretTextCost {

  private static final int CHARS = 1_000_000;

  private final SecretText secrets = new SecretText(SecretNames.ALL);

  /** Repeated to a million characters. */
  @Param({
    "abcdefg ",
    "page=7&",
    "://a:b/",
    "&pwd={x",
    "&key=\"x",
    ":%2F%2Fa:b",
    "Bearer ",
    ";jsessionid=",
    "\"key\":\"",
    "%25%",
    "\\u00"
  })
  public String piece = "";

  private String text = "";

  /** Makes the text. */
  @Setup
  public void repeat() {
    text = piece.repeat(CHARS / piece.length() + 1).substring(0, CHARS);
  }

  /** In a text of any kind, an exception's message for example. */
  @Benchmark
  @OperationsPerInvocation(CHARS)
  public String inText() {
    return secrets.inText(text);
  }

  /** In an address or query. */
  @Benchmark
  @OperationsPerInvocation(CHARS)
  public String inAddress() {
    return secrets.inAddress(text);
  }
}
