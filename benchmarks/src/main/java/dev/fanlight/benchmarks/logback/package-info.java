/** What a log line costs. */
@NullMarked
package dev.fanlight.benchmarks.logback;

import org.jspecify.annotations.NullMarked;
