/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.published;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProseCountTest {
  @Test
  void comments_count_and_code_and_licences_do_not() {
    ProseCount count = ProseCount.ofJava("""
        /* nobody owns this */
        package what.something;
        /** What waits. */
        class Those { // whoever comes
          String none = "/* nothing */"; char quote = '"'; // one comment
        }
        """);

    assertThat(count).isEqualTo(new ProseCount(6, 2, 1, 1));
  }

  @Test
  void pages_count_without_their_code() {
    ProseCount count = ProseCount.ofMarkdown("""
        Those `none` pages [say what](what.md)
        ```
        nobody
        ```
        """);

    assertThat(count).isEqualTo(new ProseCount(5, 2, 0, 0));
  }

  @Test
  void a_comment_begins_behind_its_margin() {
    ProseCount count = ProseCount.ofJava("/**\n * {@code What} else.\n */\n/** Returns it. */");

    assertThat(count.openers()).isEqualTo(1);
    assertThat(count.javadocs()).isEqualTo(2);
  }
}
