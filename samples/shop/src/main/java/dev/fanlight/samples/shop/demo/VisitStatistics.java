/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.function.Consumer;

/** The sums of the results of all visits. Any thread. */
final class VisitStatistics implements Consumer<VisitResult> {
  private final MonotonicClock ticker;
  private final TraceComparer harvest;
  private final List<LatencyWindow> windows;

  @GuardedBy("this") private final CauseCounter causes = new CauseCounter();

  @GuardedBy("this") private long logins;

  @GuardedBy("this") private long failed;

  @GuardedBy("this") private long unanswered;

  VisitStatistics(MonotonicClock ticker, TraceComparer harvest, List<LatencyWindow> windows) {
    this.ticker = ticker;
    this.harvest = harvest;
    this.windows = List.copyOf(windows);
  }

  @Override
  public void accept(VisitResult answer) {
    windows.forEach(window -> window.add(answer));
    answer.trace().ifPresent(trace -> harvest.add(trace, ticker.nanos()));
    count(answer);
  }

  private synchronized void count(VisitResult answer) {
    logins++;
    answer.cause().ifPresent(cause -> causes.add(cause, 1));
    if (answer.cause().isPresent()) {
      failed++;
    } else if (answer.status() != 200) {
      unanswered++;
    }
  }

  synchronized long logins() {
    return logins;
  }

  /** Without a session, for one of the story's causes. */
  synchronized long failed() {
    return failed;
  }

  /** Without an answer that the story knows. */
  synchronized long unanswered() {
    return unanswered;
  }

  /** The causes that customers were told; call it when no more of them come. */
  synchronized CauseCounter causes() {
    return causes;
  }
}
